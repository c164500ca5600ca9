import { describe, expect, it } from 'vitest'
import { apiSite } from './api-site.ts'
import { handIndicators, now } from './hand-indicators.ts'

const base = '/api/v1/indicators'

async function site() {
  const indicators = await handIndicators()
  const site = await apiSite({ now: () => now, indicators })
  for (const id of ['freezer-1', 'freezer-2', 'freezer-9']) site.register.addDevice({ id, kind: 'freezer', facility: 'estate-01' })
  site.register.addDevice({ id: 'locker-1', kind: 'locker', facility: 'estate-01' })
  site.register.addDevice({ id: 'freezer-3', kind: 'freezer', facility: 'estate-02' })
  return site
}

describe('the evidence', () => {
  it('adds up to the value, and names what is left out and why', async () => {
    const { get } = await site()

    const { value, formula, items } = (await get(`${base}/16-3/evidence`)).json()

    const sum = (name: string) => items.reduce((total: number, each: Record<string, number>) => total + (each[name] ?? 0), 0)
    expect(sum('numerator')).toBe(value.numerator)
    expect(sum('denominator')).toBe(value.denominator)
    expect(value).toMatchObject({ registerVersion: 3, formulaVersion: formula.version, inputs: { count: 4, digest: 'abc' } })
    expect(items.find(({ device }: { device: string }) => device === 'freezer-3')).toMatchObject({
      counted: false,
      numerator: 0,
      reason: { code: expect.any(String), text: { zh: expect.any(String), en: expect.any(String) } },
      evidence: `${base}/16-3/evidence?period=2026-11&device=freezer-3`,
    })
    const only = async (which: string) =>
      (await get(`${base}/16-3/evidence?only=${which}`)).json().items.map((each: { device: string }) => each.device)
    expect(await only('counted')).toEqual(['freezer-1', 'freezer-2'])
    expect(await only('excluded')).toEqual(['freezer-3'])
  })

  it('is paged without a gap or a repeat', async () => {
    const { get } = await site()
    const seen: string[] = []
    let cursor = ''
    do {
      const page = (await get(`${base}/16-2/evidence?limit=1${cursor && `&cursor=${cursor}`}`)).json()
      seen.push(...page.items.map(({ device }: { device: string }) => device))
      cursor = page.next ?? ''
    } while (cursor)

    expect(seen).toEqual(['freezer-1', 'freezer-2', 'freezer-3', 'locker-1'])
    expect((await get(`${base}/16-2/evidence?cursor=x!`)).json()).toMatchObject({ code: 'invalid-cursor' })
  })

  it('of one device goes down to its hours, and from there to what was received', async () => {
    const { get } = await site()

    const { device, next } = (await get(`${base}/16-3/evidence?device=freezer-1&limit=2`)).json()

    expect(device).toMatchObject({ id: 'freezer-1', counted: true, verdict: { code: 'counted' } })
    expect(device.verdict.text.en).toContain('freezer-1 is counted in 16-3')
    expect(device.hours).toHaveLength(2)
    expect(device.hours[0]).toMatchObject({
      start: '2026-10-31T16:00:00.000Z',
      facts: { registered: 3600, online: 3540, coldRuns: 'G59U1', clockError: null },
      links: { readings: '/api/v1/devices/freezer-1/readings?from=2026-10-31T16:00:00.000Z&to=2026-10-31T17:00:00.000Z' },
    })
    expect(device.columns).toContainEqual({ name: 'online', label: { zh: '在线时长', en: 'online time' }, unit: 's' })
    const second = (await get(`${base}/16-3/evidence?device=freezer-1&limit=2&cursor=${next}`)).json()
    expect(second.device.hours).toHaveLength(1)
    expect(second).not.toHaveProperty('next')
    expect((await get(device.hours[0].links.readings)).statusCode).toBe(200)
    expect((await get(device.hours[0].links.events)).statusCode).toBe(200)
  })
})

describe('why a device is not counted', () => {
  it.each([
    ['it is left out', '16-3', 'freezer-3', '', 'left-out', 'freezer-3 is left out of 16-3: '],
    ['nobody registered it', '16-2', 'nobody-7', '', 'not-registered', 'There is no device nobody-7 in the register'],
    [
      'it is of a kind that does not count',
      '16-3',
      'locker-1',
      '',
      'other-kind',
      'locker-1 is of kind locker (Parcel locker), which 16-3 does not count',
    ],
    ['it stands elsewhere', '16-2', 'freezer-3', '&scope=town:loudong', 'elsewhere', 'freezer-3 belonged to town:shaxi in this period'],
    ['nothing of it happened', '16-2', 'freezer-9', '', 'nothing-counted', 'freezer-9 has nothing in 2026-11 that 16-2 counts'],
    [
      'it was not there yet',
      '16-2',
      'freezer-9',
      '&period=2026-09',
      'not-yet-in-service',
      'freezer-9 has been in service since 2026-11-24, which is after 2026-09',
    ],
    ['facilities are counted', '16-4', 'freezer-9', '', 'counted-through', '16-4 does not count devices: freezer-9 speaks through'],
    ['there is no feed', '19-1', 'freezer-9', '', 'not-applicable', 'freezer-9 is of kind freezer'],
  ])('because %s', async (_, indicator, device, more, code, sentence) => {
    const { get } = await site()

    const answer = (await get(`${base}/${indicator}/evidence?device=${device}${more}`)).json()

    expect(answer.device).toMatchObject({ id: device, counted: false, verdict: { code } })
    expect(answer.device.verdict.text.en).toContain(sentence)
    expect(answer.device.verdict.text.zh).toMatch(/[\u4e00-\u9fff].*。$/)
  })

  it('because it was retired before', async () => {
    let clock = Date.parse('2026-09-03T00:00:00Z')
    const site = await apiSite({ now: () => clock, indicators: await handIndicators() })
    site.register.addDevice({ id: 'old-1', kind: 'freezer', facility: 'estate-01' })
    site.register.retireDevice('old-1')
    clock = now

    expect((await site.get(`${base}/16-2/evidence?device=old-1`)).json().device.verdict).toMatchObject({
      code: 'retired-before',
      text: { en: expect.stringContaining('old-1 was retired on 2026-09-03, before 2026-11') },
    })
  })
})
