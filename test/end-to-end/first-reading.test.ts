import { beforeAll, describe, expect, test } from 'vitest'
import { connectDevice } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { mosquittoPub } from './mosquitto.ts'
import { startWholeSite, type WholeSite } from './whole-site.ts'

interface Told {
  code: string
  message: { zh: string; en: string }
  suggestion?: { zh: string; en: string }
}

/** What somebody with mosquitto_pub gets wrong, and the words of mistake and cure they must find. */
interface Mistake {
  name: string
  user?: string
  password?: string
  topic?: string
  payload?: string | Buffer
  code: string
  zh: readonly string[]
  en: readonly string[]
}

const gbk = Buffer.concat([Buffer.from('{"door":"'), Buffer.from([0xb9, 0xd8, 0xb1, 0xd5]), Buffer.from('"}')])

const atTheDoor: readonly Mistake[] = [
  { name: 'the password', password: 'wrong', code: 'wrong-password', zh: ['密码不对', 'credentials'], en: ['password', 'credentials'] },
  {
    name: 'the user name',
    user: 'freezer1',
    code: 'unknown-device',
    zh: ['freezer1', 'freezer-1'],
    en: ['freezer1', 'Did you mean freezer-1?'],
  },
  { name: 'no password', password: '', code: 'no-password', zh: ['没有密码', '填写'], en: ['without a password', 'credentials'] },
]

const inside: readonly Mistake[] = [
  {
    name: 'the word of the topic',
    topic: 'kz/v1/freezer/freezer-1/data',
    code: 'topic-unknown',
    zh: ['data', 'telemetry'],
    en: ['data', 'telemetry'],
  },
  { name: 'the kind', topic: 'kz/v1/fridge/freezer-1/telemetry', code: 'wrong-kind', zh: ['fridge', 'freezer'], en: ['fridge', 'freezer'] },
  { name: 'the name of a field', payload: '{"temp":-18}', code: 'no-known-field', zh: ['temperature'], en: ['temperature'] },
  {
    name: 'the unit, written',
    payload: '{"temperature":"-18 ℃"}',
    code: 'wrong-type',
    zh: ['temperature', '-18'],
    en: ['temperature', '-18'],
  },
  { name: 'the unit, in tenths', payload: '{"temperature":-184}', code: 'out-of-limits', zh: ['单位'], en: ['unit'] },
  {
    name: 'the time stamp in seconds',
    payload: `{"ts":${Math.floor(Date.now() / 1_000)},"temperature":-18}`,
    code: 'ts-unit',
    zh: ['秒', '毫秒'],
    en: ['seconds', 'milliseconds'],
  },
  {
    name: 'a time without a zone',
    payload: '{"ts":"2026-11-23 08:00:00","temperature":-18}',
    code: 'ts-without-zone',
    zh: ['时区'],
    en: ['zone'],
  },
  { name: 'the encoding', payload: gbk, code: 'not-utf8', zh: ['GBK', 'UTF-8'], en: ['GBK', 'UTF-8'] },
  { name: 'a comma too many', payload: '{"temperature":-18,}', code: 'not-json', zh: ['JSON', '逗号'], en: ['JSON', 'comma'] },
]

describe('a new user with mosquitto_pub', () => {
  let whole: WholeSite
  let password: string

  beforeAll(async () => {
    whole = await startWholeSite({})
    const body = JSON.stringify({ id: 'freezer-1', kind: 'freezer', facility: 'estate-01' })
    const made = await whole.ask<{ credentials: { password: string } }>('/devices', { method: 'POST', body })
    password = made.credentials.password
  })

  const send = ({
    user = 'freezer-1',
    password: given = password,
    topic = 'kz/v1/freezer/freezer-1/telemetry',
    payload = '{}',
  }: Partial<Mistake>) => mosquittoPub({ port: whole.gateway.mqtt, user, password: given, topic, payload: Buffer.from(payload) })

  function expectWords({ message, suggestion }: Told, { zh, en }: Mistake): void {
    const told = { zh: `${message.zh}${suggestion?.zh ?? ''}`, en: `${message.en}${suggestion ? ` ${suggestion.en}` : ''}` }
    for (const word of zh) expect(told.zh).toContain(word)
    for (const word of en) expect(told.en).toContain(word)
    expect(told.zh).toMatch(/请|应/)
    expect(told.en).not.toMatch(/\p{Script=Han}{3}/u)
  }

  test.each(atTheDoor)('who gets $name wrong is not let in, and the engineer reads why and what to do', async (mistake) => {
    const { code } = await send(mistake)

    expect(code).not.toBe(0)
    const told = await waitFor(
      async () => (await whole.ask<{ items: Told[] }>('/knocks')).items.find((each) => each.code === mistake.code),
      { what: `the knock ${mistake.code}` },
    )
    expectWords(told, mistake)
  })

  test.each(inside)('who gets $name wrong hears the mistake and the cure in both languages', async (mistake) => {
    const listener = await connectDevice(whole.site, whole.gateway.mqtt, 'admin')
    const verdicts: Told[] = []
    listener.on('message', (_topic, payload) => verdicts.push(JSON.parse(String(payload))))
    await listener.subscribeAsync('kz/v1/freezer/freezer-1/verdict')

    const { code } = await send(mistake)

    expect(code).toBe(0)
    const verdict = await waitFor(() => verdicts.find((each) => each.code === mistake.code), {
      what: () => `the verdict ${mistake.code}, not ${JSON.stringify(verdicts)}`,
    })
    expectWords(verdict, mistake)
  })

  test('and who gets it right has a reading stored', async () => {
    const { stored } = await whole.ledger('freezer-1')

    expect((await send({ payload: '{"temperature":-18.4}' })).code).toBe(0)

    await waitFor(async () => (await whole.ledger('freezer-1')).stored === stored + 1, { what: 'the reading' })
  })
})
