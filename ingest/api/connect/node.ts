import type { Command } from './command.ts'

/** A string of JSON is one of JavaScript; the two line ends it may hold as they are would fall apart in an editor. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

export const node: Command = {
  id: 'node',
  label: { zh: 'Node.js（npm install mqtt，存为 .mjs）', en: 'Node.js (npm install mqtt, saved as .mjs)' },
  language: 'javascript',
  text: ({ host, port, username, password, topic, payload, verdictTopic }) => `import mqtt from 'mqtt'

const client = await mqtt.connectAsync({
  host: ${quoted(host)},
  port: ${port},
  clientId: ${quoted(username)},
  username: ${quoted(username)},
  password: ${quoted(password)},
  reconnectPeriod: 0,
})
client.on('message', (topic, message) => console.log('refused:', message.toString()))
await client.subscribeAsync(${quoted(verdictTopic)})
await client.publishAsync(${quoted(topic)}, ${quoted(payload)}, { qos: 1 })
console.log('acknowledged')
// A refusal comes within a second.
setTimeout(() => client.end(), 2000)
`,
}
