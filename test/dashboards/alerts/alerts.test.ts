import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleUid } from '../../../dashboards/grafana/alerts/kind-rules.ts'
import { type AlarmCondition, milliseconds } from '../../../facilities/define.ts'
import { kinds } from '../../../facilities/kinds.ts'
import { type AlertSite, alertSites, type Device } from './alert-site.ts'

const root = 'kezhong-platform-silent'
let sites: Awaited<ReturnType<typeof alertSites>>
beforeAll(async () => {
  sites = await alertSites()
})
afterAll(() => sites.stop())

const alarms = kinds.flatMap((kind) =>
  Object.entries(kind.alarms).map(([alarm, { when }]) => ({ kind, alarm, when, name: `${kind.kind} ${alarm}` })),
)

const devicesOf = (kind: string, count = 3): Device[] =>
  Array.from({ length: count }, (_, index) => ({ kind, device: `${kind}-${index}`, facility: `f-${index}`, town: 'shaxi' }))

/** Values at which an alarm is raised, stays as it is, and ends. */
function valuesOf(when: AlarmCondition, good: number | string): { bad: number | string; between: number | string; good: number | string } {
  if ('is' in when) return { bad: when.is[0] as string, between: when.is.at(-1) as string, good }
  const [limit, clears] = 'above' in when ? [when.above, when.clearsBelow] : [when.below, when.clearsAbove]
  const [bad, far] = 'above' in when ? [limit + 1, (clears ?? limit) - 1] : [limit - 1, (clears ?? limit) + 1]
  return { bad, between: clears === undefined ? bad : (limit + clears) / 2, good: far }
}

const goodWord = (kind: (typeof kinds)[number], { field, ...when }: AlarmCondition): string => {
  const states = kind.telemetry[field]
  const words = states?.type === 'state' ? Object.keys(states.values) : []
  return words.find((word) => !('is' in when && when.is.includes(word))) ?? ''
}

const pendingMinutes = ({ for: pending }: AlarmCondition): number => (pending === undefined ? 0 : Math.ceil(milliseconds(pending) / 60_000))

describe.each(alarms)('the rule of $name', ({ kind, alarm, when }) => {
  it('fires for the one device after its time, holds on between the limits and ends below', async () => {
    const uid = ruleUid(kind.kind, alarm)
    const site = await sites.site([kind], [uid])
    const [sick, ...others] = devicesOf(kind.kind) as [Device, ...Device[]]
    const { bad, between, good } = valuesOf(when, goodWord(kind, when))
    const readings = (value: number | string) => [
      [sick, { [when.field]: value }] as const,
      ...others.map((device) => [device, { [when.field]: good }] as const),
    ]

    await site.pass(2, { readings: readings(good) })
    expect(site.firing()).toEqual([])

    await site.pass(pendingMinutes(when) + 1, { readings: readings(bad) })
    expect(site.of(uid).map(({ labels }) => labels)).toEqual([
      { device: sick.device, facility: sick.facility, town: sick.town, ...labelsOf(site, uid) },
    ])
    expect(labelsOf(site, uid)).toMatchObject({ kind: kind.kind, alarm, severity: kind.alarms[alarm]?.severity })

    for (const value of [between, bad, between]) {
      await site.pass(1, { readings: readings(value) })
      expect(site.of(uid)).toHaveLength(1)
    }

    await site.pass(1, { readings: readings(good) })
    expect(site.of(uid)).toEqual([])
  })
})

const labelsOf = (site: AlertSite, uid: string) => site.rules.find(({ rule }) => rule.uid === uid)?.rule.labels

const [{ kind, alarm, when }] = alarms.filter((each) => pendingMinutes(each.when) === 0 && !('is' in each.when)) as [
  (typeof alarms)[number],
]
const { bad, between, good } = valuesOf(when, '')
const fleet = devicesOf(kind.kind, 300)
const all = (value: number | string) => fleet.map((device) => [device, { [when.field]: value }] as const)
const oneSick = fleet.map((device, index) => [device, { [when.field]: index === 0 ? bad : good }] as const)

describe('while the platform is down', () => {
  it('one alert says so when nothing arrives any more, and what fired goes on firing', async () => {
    const site = await sites.site(kinds)
    await site.pass(3, { readings: oneSick, offline: 0 })
    const before = `${ruleUid(kind.kind, alarm)} ${fleet[0]?.device}`
    expect(site.firing()).toEqual([before])

    await site.pass(20, { platform: undefined })
    expect(site.firing()).toEqual([root, before])

    await site.pass(2, { readings: oneSick, offline: 0 })
    expect(site.firing()).toEqual([before])
    await site.pass(1, { readings: all(good), offline: 0 })
    expect(site.firing()).toEqual([])
  })

  it('one alert says so from the beginning, where there never was a point', async () => {
    const site = await sites.site(kinds)

    await site.pass(30, { platform: undefined })

    expect(site.firing()).toEqual([root])
  })

  it('one alert says so for a gateway that is away, not one for each of 300 devices', async () => {
    const site = await sites.site(kinds)
    await site.pass(2, { readings: all(good), offline: 0 })

    // The worst that could be written: all counted as offline, and last values that raise alarms.
    await site.pass(1, { readings: all(bad), offline: 300, platform: { gatewayUp: 0 } })
    await site.pass(15, { offline: 300, platform: { gatewayUp: 0 } })

    expect(site.firing()).toEqual([root])
  })

  it('a store that is late raises and clears nothing, and then one alert says so', async () => {
    const site = await sites.site(kinds)
    await site.pass(3, { readings: oneSick, offline: 0 })
    const before = site.firing()

    await site.pass(4, { readings: all(bad), platform: { lagSeconds: 90 } })
    expect(site.firing()).toEqual(before)
    await site.pass(10, { platform: { lagSeconds: 600, pipelineUp: 0 } })

    expect(site.firing()).toEqual([root, ...before])
  })

  it('what was on its way to an alert when we fell silent does not become one, and takes its whole time afterwards', async () => {
    const site = await sites.site(kinds)
    const slow = alarms.filter((each) => pendingMinutes(each.when) >= 10)
    const everyone = (value: 'bad' | 'good') =>
      slow.map(
        ({ kind, when }) => [devicesOf(kind.kind, 1)[0] as Device, { [when.field]: valuesOf(when, goodWord(kind, when))[value] }] as const,
      )
    expect(slow.length).toBeGreaterThan(4)

    await site.pass(2, { readings: everyone('good'), offline: 0 })
    await site.pass(6, { readings: everyone('bad'), offline: 5, platform: { balanced: 0 } })
    await site.pass(40, { platform: undefined })
    expect(site.firing()).toEqual([root])
    await site.pass(4, { readings: everyone('bad'), offline: 5, platform: { balanced: 0 } })
    expect(site.firing()).toEqual([])
    await site.pass(27, { readings: everyone('bad'), offline: 5, platform: { balanced: 0 } })

    expect(site.firing().length).toBe(slow.length + 2)
  })

  it('a database that does not answer raises the root alert only', async () => {
    const influx = await sites.site(kinds)
    const site = { rules: influx.rules, firing: () => influx.firing() }
    for (const rule of site.rules) Object.assign(rule, { ask: () => Promise.reject(new Error('connection refused')) })

    for (let minute = 0; minute < 20; minute++) for (const rule of site.rules) await rule.evaluate(minute * 60_000)

    expect(site.firing()).toEqual([root])
  })
})

describe('the rules of the platform', () => {
  it('name the town in which devices are offline, after ten minutes, and end when they are back', async () => {
    const site = await sites.site(kinds)
    await site.pass(5, { offline: 2 })
    expect(site.firing()).toEqual([])

    await site.pass(7, { offline: 2 })
    expect(site.firing()).toEqual(['kezhong-offline shaxi'])
    await site.pass(1, { offline: 0 })

    expect(site.firing()).toEqual([])
  })

  it.each([
    ['kezhong-lag', { lagSeconds: 45 }],
    ['kezhong-ledger', { balanced: 0 }],
  ])('%s fires when it lasts', async (uid, platform) => {
    const site = await sites.site(kinds)

    await site.pass(13, { platform })

    expect(site.firing()).toEqual([uid])
  })

  it('tell of quarantine that grows faster than one message in twenty', async () => {
    const site = await sites.site([])
    for (let minute = 0; minute < 30; minute++) await site.pass(1, { platform: { received: minute * 1_000, quarantined: minute * 100 } })

    expect(site.firing()).toEqual(['kezhong-quarantine'])
  })

  it('recover an alert of a device below its clear limit only, also when it flaps', async () => {
    const site = await sites.site([kind])
    await site.pass(1, { readings: all(between) })
    expect(site.firing()).toEqual([])
    await site.pass(1, { readings: oneSick })
    await site.pass(3, { readings: all(between) })

    expect(site.firing()).toEqual([`${ruleUid(kind.kind, alarm)} ${fleet[0]?.device}`])
  })
})
