import type { FacilityKind } from '../../facilities/define.ts'
import { type Candidate, didYouMean } from './did-you-mean.ts'
import { encodedTwice } from './encoded-twice.ts'
import { rejection } from './reject.ts'
import type { Rejection } from './rejection.ts'
import { shorten, show } from './show.ts'
import { perhaps } from './words.ts'

/** What a device may publish, as it stands behind its id in the topic. */
const upTopics = ['telemetry', 'event/…', 'state', 'birth', 'raw/…', 'reply/…']

/** The rejections the steps of the pipeline decide by themselves, as functions of what their sentences need. */
export const rejections = {
  tooLarge: (bytes: number, limit: number): Rejection =>
    rejection('too-large', { bytes, limit }, { expected: `≤ ${limit} B`, found: `${bytes} B` }),
  notAnObject: (value: unknown, path?: string): Rejection =>
    rejection('not-an-object', { found: show(value) }, { path, expected: '{…}', found: show(value), suggestion: encodedTwice(value) }),
  arrayEmpty: (): Rejection => rejection('array-empty', {}, { expected: '[{…}]', found: '[]' }),
  arrayTooLong: (length: number, limit: number): Rejection =>
    rejection('array-too-long', { length, limit }, { expected: `≤ ${limit}`, found: String(length) }),

  /** `rest` is what stands behind the device id, empty where the topic has another shape altogether. */
  topicUnknown(topic: string, rest: string): Rejection {
    const [head = ''] = rest.split('/', 1)
    if (head === 'reply' && rest !== 'reply') return replyUnexpected(rest.slice('reply/'.length))
    const meant = topicMeant(topic, rest, head)
    const details = {
      expected: upTopics.join(' | '),
      found: shorten(rest || topic),
      suggestion: meant === undefined ? undefined : perhaps(meant),
    }
    return rejection('topic-unknown', { topic: shorten(rest || topic, 60), topics: upTopics.join(', ') }, details)
  },
  downTopic: (rest: string): Rejection =>
    rejection('down-topic', { topic: shorten(rest, 60) }, { expected: upTopics.join(' | '), found: shorten(rest) }),
  unknownProtocol: (protocol: string): Rejection =>
    rejection('unknown-protocol', { protocol: shorten(protocol, 60) }, { found: shorten(protocol) }),
  unknownEvent(event: string, kind: FacilityKind): Rejection {
    const names = Object.keys(kind.events)
    const meant = didYouMean(
      event,
      Object.entries(kind.events).map(([name, { label }]) => ({ name, label })),
    )
    const details = {
      expected: names.join(' | '),
      found: shorten(event),
      suggestion: meant === undefined ? undefined : perhaps(`event/${meant}`),
    }
    return rejection('unknown-event', { kind: kind.label, event: shorten(event, 60), events: names.join(', ') || '-' }, details)
  },

  foreignDevice: (topicDevice: string, device: string): Rejection =>
    rejection('foreign-device', { topicDevice: shorten(topicDevice, 60), device }, { expected: device, found: shorten(topicDevice) }),
  wrongKind: (topicKind: string, registeredKind: string): Rejection =>
    rejection(
      'wrong-kind',
      { topicKind: shorten(topicKind, 60), registeredKind },
      { expected: registeredKind, found: shorten(topicKind), suggestion: perhaps(`kz/v1/${registeredKind}/…`) },
    ),
  deviceUnregistered: (device: string): Rejection => rejection('device-unregistered', { device }, { found: device }),
  deviceWaiting: (device: string): Rejection => rejection('device-waiting', { device }, { found: device }),
  deviceRetired: (device: string): Rejection => rejection('device-retired', { device }, { found: device }),
  kindUnknown: (kind: string): Rejection => rejection('kind-unknown', { kind }, { found: kind }),

  storeRefused: (why: string): Rejection => rejection('store-refused', { why }, { found: why }),
}

const replyUnexpected = (id: string): Rejection => rejection('reply-unexpected', { id: shorten(id, 60) }, { found: shorten(id) })

function topicMeant(topic: string, rest: string, head: string): string | undefined {
  if (!rest) return /^\/?kz\//.test(topic) ? 'kz/v1/{kind}/{device}/telemetry' : undefined
  const meant = topicCandidates.some(({ name }) => name === head) ? head : didYouMean(head, topicCandidates)
  if (meant === undefined) return undefined
  const general = upTopics.find((name) => name.startsWith(meant)) ?? meant
  const below = rest.slice(head.length + 1)
  return general.endsWith('/…') && below ? `${meant}/${shorten(below, 60)}` : general
}

const topicCandidates: readonly Candidate[] = [
  {
    name: 'telemetry',
    aliases: 'reading readings values measurement measurements property properties tele sensor upload report post'.split(' '),
  },
  { name: 'event', aliases: ['events', 'alarm', 'alarms'] },
  { name: 'state', aliases: ['status', 'online', 'lwt', 'will', 'availability'] },
  { name: 'birth', aliases: ['info', 'attributes', 'hello', 'register'] },
  { name: 'raw', aliases: ['bytes', 'binary', 'hex', 'frame'] },
  { name: 'reply', aliases: ['response', 'ack', 'result'] },
]
