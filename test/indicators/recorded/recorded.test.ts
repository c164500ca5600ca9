// Shows 4: recorded charging sessions and a freezer's day, replayed, against a direct computation from the files.
import { expect, it } from 'vitest'
import { monthAt } from '../../../ingest/indicators/period.ts'
import { countFacts } from '../month/count-facts.ts'
import type { SimulatedWorld } from '../month/plan.ts'
import { play } from '../month/play.ts'
import type { DeviceStatements, Message } from '../reference/statements.ts'
import { complianceMinutes, sessionsIn, temperaturesIn } from './direct.ts'
import { recordedFile, replayedMessages } from './recorded-files.ts'

const sessions = recordedFile('ev_sessions_acn.json')
const freezer = recordedFile('coldchain_ruuvi_freezer.csv')
const ahead = () => 8 * 3_600_000
const minute = 60_000

function worldOfMessages(
  messages: readonly Message[],
  kind: string,
  terms: Partial<DeviceStatements['terms'][number]> = {},
): SimulatedWorld {
  const first = messages[0]?.at ?? 0
  const registered = first - 86_400_000
  const ids = [...new Set(messages.map(({ device }) => device))]
  const site = { id: 'site', registered, places: [{ since: registered, town: 'shaxi', circles: [] }], terms: [{ since: registered }] }
  const devices = ids.map((id) => ({
    id,
    kind,
    registered,
    stays: [{ since: registered, facility: site.id }],
    terms: [{ since: registered, ...terms }],
  }))
  const statements = { towns: [], circles: [], communities: [], facilities: [site], devices, exemptions: [] }
  return { statements, messages, window: monthAt(first, ahead), since: registered }
}

it.runIf(sessions)(
  'counts 2,114 charging sessions and their energy, station by station and month by month',
  async () => {
    const path = sessions as string
    const direct = await sessionsIn(path)
    const messages = await replayedMessages({ path, kind: 'charger', map: 'charger-acn.yaml', delayMs: 1_500 })

    const played = await play(worldOfMessages(messages, 'charger', { every: 900 }))
    const facts = await countFacts(played)

    const counted = ['2021-05', '2021-06', '2021-07', '2021-08', '2021-09'].flatMap((month) => {
      const { from, to } = monthAt(Date.parse(`${month}-15T00:00:00Z`), ahead)
      return [...facts.parts(from, to)].map(({ device, uses, sessionEnergy }) => ({ device, month, uses, sessionEnergy }))
    })
    const expected = Map.groupBy(direct, ({ station, month }) => `${station} ${month}`)
    expect(counted.filter(({ uses }) => uses > 0)).toHaveLength(expected.size)
    for (const { device, month, uses, sessionEnergy } of counted) {
      const there = expected.get(`${device} ${month}`) ?? []
      const energy = there.reduce((sum, one) => sum + one.energy, 0)
      expect({ device, month, uses, sessionEnergy }).toEqual({ device, month, uses: there.length, sessionEnergy: energy })
    }
    expect(direct).toHaveLength(2_114)
    expect(new Set(counted.map(({ device }) => device)).size).toBe(42)
    expect(counted.reduce((sum, { uses }) => sum + uses, 0)).toBe(2_114)
    expect(Math.round(counted.reduce((sum, { sessionEnergy }) => sum + sessionEnergy, 0) / 1_000) / 1_000).toBe(26_217.094)
  },
  120_000,
)

it.runIf(freezer).each([
  ['frozen goods', 'frozen' as const, -16],
  ['a limit in the midst of what was measured', { high: -28.5 }, -28.5],
])(
  'judges the freezer’s 24 hours minute by minute: %s',
  async (_, limits, high) => {
    const path = freezer as string
    const temperatures = await temperaturesIn(path)
    const messages = await replayedMessages({ path, kind: 'freezer', map: 'freezer-ruuvi.yaml', device: 'f1', delayMs: 2_000 })

    const played = await play(worldOfMessages(messages, 'freezer', { every: 300, limits }))
    const facts = await countFacts(played)

    // Whole hours around the record, so that no slice is cut.
    const [from, to] = [Date.parse('2020-05-05T07:00:00Z'), Date.parse('2020-05-06T09:00:00Z')]
    const { good, bad, unknown } = complianceMinutes(temperatures, { from, to, high, freshMs: 15 * minute })
    const [part] = facts.parts(from, to)
    expect(temperatures).toHaveLength(371)
    expect(part).toMatchObject({ coldGood: good * 60, coldBad: bad * 60, coldUnknown: unknown * 60, readings: 371 })
    expect(good).toBeGreaterThan(0)
  },
  60_000,
)
