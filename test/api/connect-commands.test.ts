import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import type { Connection } from '../../ingest/api/connect/command.ts'
import { commands, exampleReading } from '../../ingest/api/connect/connect.ts'

const text = (id: string, connection: Connection): string => commands.find((each) => each.id === id)?.text(connection) ?? ''

const plain: Connection = {
  host: 'iot.example.cn',
  port: 1883,
  username: 'freezer-1',
  password: 'secret',
  topic: 'kz/v1/freezer/freezer-1/telemetry',
  payload: '{"temperature":-18.4}',
  verdictTopic: 'kz/v1/freezer/freezer-1/verdict',
}

/** What a password may be: anything on one line. */
const password = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc
      .array(fc.constantFrom(...`'"\\$\`!?%{}()<>|&;#~*=-/ \u3000密é😀\u2028abn01`), { minLength: 1, maxLength: 60 })
      .map((parts) => parts.join('')),
  )
  .filter((word) => word.isWellFormed() && !/\p{Cc}/u.test(word))

const runs = { numRuns: 40 }

describe('whatever the password, the test command gives it on unchanged:', () => {
  it('mosquitto_pub', () => {
    const probe = 'mosquitto_pub() { printf "%s\\0" "$@"; }\n'
    fc.assert(
      fc.property(password, (secret) => {
        const said = execFileSync('sh', ['-c', probe + text('mosquitto_pub', { ...plain, password: secret })])

        const { host, topic, username, payload } = plain
        expect(said.toString().split('\0').slice(0, -1)).toEqual([
          '-h',
          host,
          '-p',
          '1883',
          '-q',
          '1',
          '-u',
          username,
          '-P',
          secret,
          '-t',
          topic,
          '-m',
          payload,
        ])
      }),
      runs,
    )
  })

  it('Python', () => {
    const reader = `
import ast, json, sys
said = {}
for statement in ast.parse(sys.stdin.buffer.read()).body:
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
        said[statement.targets[0].id] = statement.value.value
print(json.dumps(said))`
    fc.assert(
      fc.property(password, (secret) => {
        const input = text('python', { ...plain, password: secret })
        const said = JSON.parse(execFileSync('python3', ['-c', reader], { input }).toString())

        expect(said).toEqual({
          USERNAME: plain.username,
          PASSWORD: secret,
          TOPIC: plain.topic,
          VERDICT: plain.verdictTopic,
          PAYLOAD: plain.payload,
          versions: undefined,
        })
      }),
      runs,
    )
  })

  it('Node.js', () => {
    fc.assert(
      fc.property(password, (secret) => {
        const [, literal = ''] = /^ {2}password: (.*),$/m.exec(text('node', { ...plain, password: secret })) ?? []

        expect(new Function(`return ${literal}`)()).toBe(secret)
      }),
      runs,
    )
  })

  it.each(['arduino', 'esp32'])('%s', (id) => {
    fc.assert(
      fc.property(password, (secret) => {
        const sketch = text(id, { ...plain, password: secret })
        const [, literal = ''] = /^const char password\[\] = "(.*)";$/m.exec(sketch) ?? []

        expect(bytesOfC(literal).toString()).toBe(secret)
        expect(sketch).toMatch(/^[\n\x20-\x7e]*$/)
        expect(literal).not.toContain('??')
      }),
      runs,
    )
  })
})

/** What a C compiler makes of the inside of a string; throws for an escape it does not know, and for a quote that ends it early. */
function bytesOfC(literal: string): Buffer {
  const tokens = literal.match(/\\[0-7]{1,3}|\\["\\?]|[^\\"]/g) ?? []
  if (tokens.join('') !== literal) throw new Error(`no string of C: ${literal}`)
  const byteOf = (token: string): number =>
    /^\\[0-7]/.test(token) ? Number.parseInt(token.slice(1), 8) : token.charCodeAt(token.length - 1)
  return Buffer.from(tokens.map(byteOf))
}

test.each(['arduino', 'esp32'])('the sketch for %s closes every brace it opens', (id) => {
  const code = text(id, plain)
    .replace(/\/\/.*$/gm, '')
    .replace(/"(?:\\.|[^"\\])*"/g, '""')

  for (const [open, close] of ['{}', '()', '[]'].map((pair) => [...pair])) {
    expect(code.split(open as string)).toHaveLength(code.split(close as string).length)
  }
  for (const name of ['setup', 'loop']) expect(code).toContain(`void ${name}() {`)
})

test.each(builtIn.all)('the example reading of $kind is one it takes, and invents no total', (kind) => {
  const reading = JSON.parse(exampleReading(kind))

  const names = Object.keys(reading)
  expect(names.length).toBeGreaterThan(0)
  expect(builtIn.schemas(kind.kind)?.values.parse(reading)).toEqual(reading)
  for (const name of names) expect(kind.telemetry[name]?.type).not.toBe('total')
})
