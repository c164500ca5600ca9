import { expect, test } from 'vitest'
import { kindsDocument } from '../../docs/kinds.ts'
import { builtIn } from '../../facilities/catalogue.ts'

const examples = [...kindsDocument().matchAll(/`kz\/v1\/(\w+)\/[^/]+\/(telemetry|event\/(\w+))`\n\n```json\n(.*?)\n```/gs)]

test('the document has an example of the reading and of every event of every kind', () => {
  const wanted = builtIn.all.flatMap(({ kind, events }) => [
    `${kind} telemetry`,
    ...Object.keys(events).map((event) => `${kind} event/${event}`),
  ])

  expect(examples.map(([, kind, topic]) => `${kind} ${topic}`)).toEqual(wanted)
})

test.each(examples.map(([, kind = '', topic = '', event, payload = '']) => [`${kind} ${topic}`, kind, event, payload] as const))(
  'the example of %s is accepted as it stands',
  (_, kind, event, payload) => {
    const schemas = builtIn.schemas(kind)
    const schema = event === undefined ? schemas?.values : schemas?.events.get(event)

    expect(schema?.strict().parse(JSON.parse(payload))).toEqual(JSON.parse(payload))
  },
)
