// The same routes over the thread that keeps the indicators, with its files: what it says is what the API documents.
import { describe, expect, it } from 'vitest'
import { countedSite, noon, november, october } from '../indicators/thread/counted-site.ts'
import { apiSite } from './api-site.ts'

const base = '/api/v1/indicators'
const hour = 3_600_000

async function site() {
  const counted = await countedSite()
  for (const start of [october, november]) {
    counted.write('l1', start, { registered: 3600, service: 3600, online: 3540, expected: 60, distinct: 59, heard: 59 })
    counted.write('l2', start, { registered: 3600, service: 3600, online: 1800, expected: 60, distinct: 30, heard: 30 })
  }
  const { thread, closed } = counted.start({ recomputeFacts: async () => ({ changed: 2 }) })
  await closed('2026-10')
  const site = await apiSite({ now: () => noon, indicators: thread })
  site.register.addFacility({ id: 'east', name: '东', town: 'loudong', circles: ['huiyang'] })
  site.register.addFacility({ id: 'west', name: '西', town: 'shaxi' })
  for (const [id, facility] of [
    ['l1', 'east'],
    ['l2', 'west'],
  ] as const)
    site.register.addDevice({ id, kind: 'locker', facility })
  return site
}

describe('over the files that are kept', () => {
  it('a value, its parts, rank, revisions and evidence agree with one another', async () => {
    const { get } = await site()

    const value = (await get(`${base}/16-2?period=2026-10`)).json()
    expect(value).toMatchObject({ numerator: 89, denominator: 120, shown: '74.17', state: 'closed', revision: 1, status: 'no-target' })
    expect((await get(`${base}/16-2?period=2026-11`)).json()).toMatchObject({
      state: 'open',
      previous: { period: '2026-10', shown: '74.17' },
    })
    const parts = (await get(`${base}/16-2/parts?period=2026-10&by=town`)).json().items
    expect(parts.filter((each: { value: number | null }) => each.value !== null)).toMatchObject([
      { scope: 'town:loudong', numerator: 59 },
      { scope: 'town:shaxi', numerator: 30 },
    ])
    expect((await get(`${base}/16-2/revisions?period=2026-10`)).json().items).toMatchObject([
      { revision: 1, cause: 'close', numerator: 89 },
    ])
    const evidence = (await get(`${base}/16-2/evidence?period=2026-10`)).json()
    expect(evidence.items.reduce((sum: number, each: { numerator: number }) => sum + each.numerator, 0)).toBe(89)
    expect(evidence.items.map((each: { leftOut?: unknown }) => each.leftOut)).toEqual([undefined, undefined])
    const { device } = (await get(`${base}/16-2/evidence?period=2026-10&device=l1`)).json()
    expect(device).toMatchObject({ counted: true, hours: [{ facility: 'east', facts: { online: 3540 } }] })
    expect(Date.parse(device.hours[0].end) - Date.parse(device.hours[0].start)).toBe(hour)
    expect((await get(`${base}/16-2?period=2026-10&scope=town:shaxi`)).json().rank).toMatchObject({ rank: null })
  })

  it('says of a device why it is not counted', async () => {
    const { get, register } = await site()
    register.addDevice({ id: 'm1', kind: 'meter', facility: 'east' })
    const verdict = async (query: string) => (await get(`${base}/${query}`)).json().device.verdict

    expect(await verdict('16-3/evidence?period=2026-10&device=l1')).toMatchObject({ code: 'other-kind' })
    expect(await verdict('16-2/evidence?period=2026-10&device=l2&scope=town:loudong')).toMatchObject({ code: 'elsewhere' })
    expect(await verdict('16-2/evidence?period=2026-10&device=none')).toMatchObject({ code: 'not-registered' })
    expect(await verdict('16-2/evidence?period=2026-10&device=m1')).toMatchObject({ code: 'not-yet-in-service' })
    expect(await verdict('19-1/evidence?device=l1')).toMatchObject({ code: 'not-applicable' })
  })

  it('every list and every indicator is answered as it is documented', async () => {
    const { get } = await site()
    const ids = (await get(base)).json().items.map(({ id }: { id: string }) => id) as string[]
    const paths = [
      ...ids.flatMap((id) =>
        ['', '/ranking', '/parts?by=circle', '/parts?by=facility', '/evidence', '/targets', '/parameters', '/consents'].map(
          (part) => `${base}/${id}${part}`,
        ),
      ),
      ...['2026-10', '2026-Q4', '2026', '2026-10-ytd', '2026-10-t12'].map((period) => `${base}?period=${period}`),
      ...['/manual', '/audit'].map((part) => base + part),
      ...['', '/suspects', '?by=town', '?by=circle&period=2026-10', '?by=kind'].map((part) => `/api/v1/adoption${part}`),
      ...['/rectifications', '/webhook/deliveries', '/tasks', '/tasks/16'].map((path) => `/api/v1${path}`),
    ]

    const failed: string[] = []
    for (const path of paths) {
      const answer = await get(path)
      if (answer.statusCode !== 200) failed.push(`${path}: ${answer.body.slice(0, 200)}`)
    }

    expect(failed).toEqual([])
  })

  it('what is entered is kept and shown with what it is about', async () => {
    const { ask, get } = await site()
    const target = { target: 70, warning: 60, document: '太商发〔2026〕12号', date: '2026-10-01', since: '2026-10' }
    const manual = { period: '2026-10', value: 91.5, document: '太商统〔2026〕8号', date: '2026-11-03' }

    expect((await ask('PUT', `${base}/16-2/targets`, { payload: target })).statusCode).toBe(200)
    expect((await get(`${base}/16-2?period=2026-10`)).json()).toMatchObject({ status: 'met', target: { document: target.document } })
    expect((await ask('PUT', `${base}/19-1/manual`, { payload: manual })).statusCode).toBe(200)
    expect((await get(`${base}/19-1?period=2026-10`)).json()).toMatchObject({ value: 91.5, source: 'manual', document: manual.document })
    expect((await get(`${base}/manual`)).json().items).toMatchObject([{ indicator: '19-1', value: 91.5 }])
    expect((await ask('PUT', `${base}/16-2/manual`, { payload: manual })).json()).toMatchObject({ code: 'not-manual' })
    const shadow = (await ask('POST', `${base}/16-2/shadow`, { payload: { from: '2026-10', to: '2026-10', target: 80 } })).json()
    expect(shadow).toMatchObject({ state: 'done', items: [{ period: '2026-10', was: { status: 'met' } }] })
    const recomputed = (await ask('POST', `${base}/recompute`, { payload: { device: 'l1' } })).json()
    expect(recomputed).toMatchObject({ state: 'done', changed: 2 })
    const whats = (await get(`${base}/audit`)).json().items.map(({ what }: { what: string }) => what)
    expect(whats).toEqual(expect.arrayContaining(['manual-value', 'target']))
  })
})
