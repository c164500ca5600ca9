/** A process of its own: publishes with many connections at once, and prints one JSON line when every message is acknowledged. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Publisher } from './mqtt-publisher.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    credentials: { type: 'string' },
    connections: { type: 'string' },
    messages: { type: 'string' },
    inflight: { type: 'string', default: '100' },
  },
})
const connections = Number(values.connections)
const total = Math.floor(Number(values.messages) / connections)
/** A second apart, ending now, so that the readings are those of a fleet and not of a loop. */
const start = Date.now() - total * 1_000

const publishers = readFileSync(values.credentials ?? '', 'utf8')
  .split('\n')
  .slice(0, connections)
  .map((line) => {
    const [username = '', password = ''] = line.split(',')
    return new Publisher({
      port: () => Number(values.port),
      username,
      password,
      topic: `kz/v1/freezer/${username}/telemetry`,
      payload: (index) =>
        `{"ts":${start + index * 1_000},"seq":${index},"boot":"bench","values":{"temperature":${-18 - (index % 50) / 10},"setPoint":-18,"energy":${index / 1_000}}}`,
      total,
      inflight: Number(values.inflight),
    })
  })

await Promise.all(publishers.map((publisher) => publisher.connect()))
const startedAt = Date.now()
await Promise.all(
  publishers.map(
    (publisher) =>
      new Promise<void>((resolve) => {
        publisher.onDone = resolve
        publisher.start()
      }),
  ),
)
console.log(JSON.stringify({ messages: total * connections, startedAt, acknowledgedAt: Date.now() }))
for (const publisher of publishers) publisher.stop()
