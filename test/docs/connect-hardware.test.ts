// The page for whoever connects a device: what it quotes is what the platform answers, and both languages say the same.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { parseMapping } from '../../device-sim/replay/mapping-file.ts'
import { builtIn } from '../../facilities/catalogue.ts'
import { applyMapping } from '../../facilities/mapping/apply-mapping.ts'
import { platformMapping } from '../../facilities/mapping/platform-mapping.ts'
import { prepareMapping } from '../../facilities/mapping/prepare-mapping.ts'
import { type Quarantined, startWholeSite, type WholeSite } from '../end-to-end/whole-site.ts'
import { repository } from '../support/process.ts'
import { closeOf, connectDevice } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'

const pages = { en: 'docs/connect-hardware.md', zh: 'docs/connect-hardware.zh-CN.md' } as const
type Language = keyof typeof pages
const languages = Object.keys(pages) as Language[]
const textOf = (language: Language): string => readFileSync(join(repository, pages[language]), 'utf8')

/** A message of the page that is refused, with the sentence that stands below it. */
interface Example {
  readonly topic: string
  readonly payload: string
  readonly isGbk: boolean
  readonly sentence: string
}

function examplesOf(language: Language): Example[] {
  const found = textOf(language).matchAll(/^`(kz\/[^`]+)` ← (.*?)`([^`]+)`(.*)\n+(?:(?!>|`kz|#).*\n+)*> (.*)$/gm)
  return [...found].map(([, topic = '', before = '', payload = '', after = '', sentence = '']) => ({
    topic,
    payload,
    isGbk: /GBK/.test(before + after),
    sentence,
  }))
}

/** TextEncoder knows only UTF-8; these are the two characters of the example. */
const gbk: Readonly<Record<string, readonly number[]>> = { 温: [0xce, 0xc2], 度: [0xb6, 0xc8] }

const bytesOf = ({ payload, isGbk }: Example): Buffer =>
  isGbk ? Buffer.from([...payload].flatMap((character) => gbk[character] ?? [character.charCodeAt(0)])) : Buffer.from(payload)

const isForeign = ({ topic }: Example): boolean => topic.includes('other-freezer')

describe('the ten typical mistakes', () => {
  const examples = { en: examplesOf('en'), zh: examplesOf('zh') }
  let whole: WholeSite
  let refused: Quarantined[]

  beforeAll(async () => {
    whole = await startWholeSite({ 'my-freezer': 'freezer', 'other-freezer': 'freezer' })
    const client = await whole.connect('my-freezer')
    const quarantined = examples.en.filter((example) => !isForeign(example))
    for (const example of quarantined) await client.publishAsync(example.topic, bytesOf(example), { qos: 1 })
    await whole.settled(quarantined.length, 'my-freezer')
    refused = (await whole.quarantine('my-freezer')).toReversed()
  }, 60_000)

  test('are ten in both languages, with the same messages', () => {
    const messages = (language: Language) => examples[language].map(({ sentence: _, ...message }) => message)

    expect(messages('zh')).toEqual(messages('en'))
    expect(messages('en')).toHaveLength(10)
    for (const language of languages) expect(textOf(language).match(/^### \d+\. /gm)).toHaveLength(10)
  })

  test.each(languages)('are answered with the sentences on the page (%s)', (language) => {
    const joint = language === 'zh' ? '' : ' '
    const quoted = examples[language].filter((example) => !isForeign(example)).map(({ sentence }) => sentence)

    expect(
      refused.map(({ message, suggestion }) => [message, ...(suggestion ? [suggestion] : [])].map((words) => words[language]).join(joint)),
    ).toEqual(quoted)
  })

  test('and the topic of another device with the one that the device shows', async () => {
    const foreign = examples.en.find(isForeign)!
    const client = await whole.connect('my-freezer')
    const closed = closeOf(client)
    client.publish(foreign.topic, foreign.payload, { qos: 1 })
    await closed
    const { refusal } = await waitFor(
      async () => {
        const device = await whole.ask<{ refusal?: { message: { zh: string; en: string } } }>('/devices/my-freezer')
        return device.refusal && (device as Required<typeof device>)
      },
      { what: 'the refusal to be shown' },
    )

    for (const language of languages) expect(refusal.message[language]).toBe(examples[language].find(isForeign)?.sentence)
  })

  test('and a wrong password with the one among the knocks', async () => {
    await expect(connectDevice(whole.site, whole.gateway.mqtt, 'my-freezer', { password: 'wrong' })).rejects.toThrow(
      /Bad username or password/,
    )
    const [, quotedEn = ''] = /^### 1\.[\s\S]*?^> (.*)$/m.exec(textOf('en')) ?? []
    const [, quotedZh = ''] = /^### 1\.[\s\S]*?^> (.*)$/m.exec(textOf('zh')) ?? []

    const knock = await waitFor(
      async () => {
        const { items } = await whole.ask<{ items: { code: string; message: { zh: string; en: string } }[] }>('/knocks?device=my-freezer')
        return items.find(({ code }) => code === 'wrong-password')
      },
      { what: 'the knock to be told' },
    )
    expect(knock.message).toEqual({ en: quotedEn, zh: quotedZh })
  })

  test('while the first reading of the page is stored', async () => {
    const [, topic = '', payload = ''] = /-t (\S+) -m '([^']+)'/.exec(textOf('en')) ?? []
    const client = await whole.connect('my-freezer')
    await client.publishAsync(topic, payload, { qos: 1 })
    const [reading] = await waitFor(
      async () => {
        const readings = await whole.readings('my-freezer')
        return readings.length > 0 && readings
      },
      { what: 'the reading to be stored' },
    )

    expect(reading?.values).toEqual(JSON.parse(payload))
  })
})

test.each(languages)('the mapping on the page fits its message, and works for a record, too (%s)', (language) => {
  const [, yaml = '', message = ''] = /```yaml\n(# \S+: (.*)\n[\s\S]*?)```/.exec(textOf(language)) ?? []
  const freezer = builtIn.get('freezer')!
  const mapping = platformMapping.parse(parseYaml(yaml))
  const mapped = applyMapping(prepareMapping(mapping, freezer), { event: '', value: JSON.parse(message), receivedAt: 0 })

  expect(mapped).toEqual({ ts: Date.parse('2026-03-01T12:00:00+08:00'), temperature: -18.4, door: 'open' })
  expect(parseMapping(yaml, 'ice-9.yaml', freezer).fields).toEqual(mapping.fields)
})

describe('both languages', () => {
  const shapeOf = (language: Language) => {
    const text = textOf(language).replace(/^ {3}/gm, '')
    return {
      headings: [...text.matchAll(/^(#+) /gm)].map(([, level]) => level),
      tables: text
        .split('\n')
        .map((line) => (line.startsWith('|') ? line.split('|').length : 0))
        .filter((columns) => columns > 0),
      items: text.match(/^(- |\d\. )/gm)?.length,
      quotes: text.match(/^> /gm)?.length,
      // Comments and the words that a reader fills in are in his language.
      commands: [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, sort, body = '']) => [
        sort,
        body
          .replace(/ +# (?!ice).*$/gm, '')
          .replace(/"[^"]*(estate|小区)"/g, 'NAME')
          .replace(/(ID|编号)$/gm, 'ID'),
      ]),
      fields: [...text.matchAll(/`(?:GET )?(\/[a-z][^`]*|KZ_\w+|kz\/v1[^`]*|npm run [^`]*)`/g)].map(([, name = '']) =>
        name.replace('编号', 'ID'),
      ),
    }
  }

  test('have the same headings, tables, lists, commands and names', () => {
    const [en, zh] = [shapeOf('en'), shapeOf('zh')]

    expect({ ...zh, fields: zh.fields.toSorted() }).toEqual({ ...en, fields: en.fields.toSorted() })
    expect(en.tables.length).toBeGreaterThan(25)
  })

  test.each(languages)('lead only to pages that are there (%s)', (language) => {
    const links = [...textOf(language).matchAll(/\]\(([^)#]+)\)/g)].map(([, path = '']) => join(dirname(pages[language]), path))

    expect(links.length).toBeGreaterThan(4)
    expect(links.filter((path) => !existsSync(join(repository, path)))).toEqual([])
  })

  test.each(languages)('lead only to chapters that are there (%s)', (language) => {
    const text = textOf(language)
    const chapters = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    )

    for (const [, chapter] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(chapters).toContain(chapter)
  })
})
