/** The gateway of this machine. Where it listens on every address it is reached on the loopback one. */
export function localBroker({ KZ_BIND: bind, KZ_MQTT_PORT: port }: { KZ_BIND: string; KZ_MQTT_PORT: number }): string {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[bind] ?? bind
  return `mqtt://${host.includes(':') ? `[${host}]` : host}:${port}`
}
