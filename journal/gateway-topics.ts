/**
 * Topics of the uplink entries in which the gateway itself says who came and who went. Their header `source` is `gateway`, which no
 * device can set, so a device that publishes under such a topic says nothing by it.
 */
export const gatewayTopics = {
  started: '$gateway/started',
  /** `{address}` */
  connected: '$gateway/connected',
  /** `{clean, refused, reason, denial?: {code, message: {zh, en}}}`: a denial is why the gateway itself ended it. */
  disconnected: '$gateway/disconnected',
  /** `{name, address, code, message: {zh, en}, count, first, last}`: somebody was not let in, `count` times from `first` to `last` (ms). */
  refused: '$gateway/refused',
} as const

export const gatewaySource = 'gateway'

/** A header of what a device published that is not registered yet and waits to be accepted. */
export const waitingHeader = 'waiting'
