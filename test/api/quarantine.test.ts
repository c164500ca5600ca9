import { describe, expect, it } from 'vitest'
import { type ApiSite, apiSite } from './api-site.ts'

const now = Date.parse('2026-11-23T12:00:00Z')

interface Refused {
  id: string
  seq: number
  device?: string
  kind?: string
  received?: number
  payload?: Uint8Array
  code?: string
}

function refused(
  { database }: ApiSite,
  { id, seq, device = 'c1', kind = 'charger', received = now, payload = Buffer.from('{"a":1}'), code = 'wrong-type' }: Refused,
): void {
  database
    .prepare(
      'INSERT INTO quarantine (id, seq, device, kind, received, topic, payload, code, path, expected, found, message, suggestion) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      id,
      seq,
      device,
      kind,
      received,
      't',
      payload,
      code,
      'values.power',
      'a number',
      '"7"',
      '{"zh":"应为数字","en":"must be a number"}',
      '{"zh":"7","en":"7"}',
    )
}

const ids = (answer: { items: { id: string }[] }) => answer.items.map(({ id }) => id)

describe('quarantine', () => {
  it('explains a refused message with all its bytes', async () => {
    const site = await apiSite()
    refused(site, { id: 'j-1', seq: 1 })

    const item = (await site.get('/api/v1/quarantine/j-1')).json()
    expect(item).toEqual({
      id: 'j-1',
      device: 'c1',
      kind: 'charger',
      received: '2026-11-23T12:00:00.000Z',
      topic: 't',
      payload: '{"a":1}',
      encoding: 'text',
      size: 7,
      truncated: false,
      code: 'wrong-type',
      path: 'values.power',
      expected: 'a number',
      found: '"7"',
      message: { zh: '应为数字', en: 'must be a number' },
      suggestion: { zh: '7', en: '7' },
    })
    expect((await site.get('/api/v1/quarantine')).json()).toEqual({ items: [item] })
    expect((await site.get('/api/v1/quarantine/j-2')).json()).toMatchObject({ status: 404, code: 'quarantine-not-found' })
  })

  it('lists newest first and filters', async () => {
    const site = await apiSite()
    refused(site, { id: 'a', seq: 1, received: now - 3_000 })
    refused(site, { id: 'b', seq: 2, device: 'm1', kind: 'meter', received: now - 2_000 })
    refused(site, { id: 'c', seq: 3, code: 'not-json', received: now - 1_000 })
    const list = async (query: string) => ids((await site.get(`/api/v1/quarantine?${query}`)).json())

    expect(await list('')).toEqual(['c', 'b', 'a'])
    expect(await list('device=c1')).toEqual(['c', 'a'])
    expect(await list('kind=meter')).toEqual(['b'])
    expect(await list('code=not-json&device=c1')).toEqual(['c'])
    expect(await list(`from=${now - 2_000}&to=${now - 1_000}`)).toEqual(['b'])
  })

  it('pages neither skip nor repeat elements of one message, and new ones do not disturb', async () => {
    const site = await apiSite()
    for (let i = 0; i < 17; i++) refused(site, { id: `m-${i}`, seq: Math.floor(i / 5) })
    const whole = ids((await site.get('/api/v1/quarantine')).json())

    for (const limit of [1, 3, 5, 16, 17]) {
      const seen: string[] = []
      let cursor = ''
      do {
        const page = (await site.get(`/api/v1/quarantine?limit=${limit}${cursor && `&cursor=${cursor}`}`)).json()
        if (seen.length === 0) refused(site, { id: `new-${limit}`, seq: 100 + limit })
        seen.push(...ids(page))
        cursor = page.next ?? ''
      } while (cursor)
      expect(seen.filter((id) => id.startsWith('m-'))).toEqual(whole)
      expect(new Set(seen).size).toBe(seen.length)
    }
  })

  it('shows bytes that are no text as base64, and only the beginning of long ones in lists', async () => {
    const site = await apiSite()
    const gbk = Buffer.from([0xc4, 0xb3, 0xb3, 0xa7])
    const long = Buffer.from(`a${'汉'.repeat(60_000)}`)
    refused(site, { id: 'gbk', seq: 1, payload: gbk })
    refused(site, { id: 'long', seq: 2, payload: long })
    refused(site, { id: 'empty', seq: 3, payload: Buffer.alloc(0) })

    const [empty, cut, bytes] = (await site.get('/api/v1/quarantine')).json().items
    expect(empty).toMatchObject({ payload: '', encoding: 'text', size: 0, truncated: false })
    expect(cut).toMatchObject({ encoding: 'text', size: 180_001, truncated: true })
    expect(cut.payload).toBe(`a${'汉'.repeat(1_365)}`)
    expect(bytes).toMatchObject({ payload: gbk.toString('base64'), encoding: 'base64' })
    expect((await site.get('/api/v1/quarantine/long')).json()).toMatchObject({ payload: long.toString(), truncated: false })
  })

  it.each(['device', 'kind', 'code'])('filtered by %s is found by an index, newest first', async (column) => {
    const { database } = await apiSite()

    const plan = database
      .prepare(`EXPLAIN QUERY PLAN SELECT * FROM quarantine WHERE ${column} = 'x' ORDER BY seq DESC, id DESC LIMIT 9`)
      .all()
    expect(plan.map(({ detail }) => detail)).toEqual([`SEARCH quarantine USING INDEX quarantine_${column} (${column}=?)`])
  })
})
