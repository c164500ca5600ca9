import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Register } from '../../register/register.ts'
import { hour, openAgain, openFurnished, openRegister, start } from './open-register.ts'

describe('where a device was', () => {
  it('does not change for last month by a move today', async () => {
    const { register, clock } = await openFurnished()
    const before = register.placeAt('locker-1', start)

    clock.now += 720 * hour
    register.moveDevice('locker-1', 'west')

    expect(before).toEqual({ facility: 'east', circle: 'huiyang,yulong', town: 'loudong' })
    expect(register.placeAt('locker-1', clock.now - 1)).toEqual(before)
    expect(register.placeAt('locker-1', clock.now)).toEqual({ facility: 'west', circle: '', town: 'chengxiang' })
    expect(register.device('locker-1')?.facility).toBe('west')
  })

  it('is where it was first, for the time before it was registered', async () => {
    const { register } = await openFurnished()

    expect(register.placeAt('locker-1', 0)?.facility).toBe('east')
    expect(register.placeAt('locker-9', start)).toBeUndefined()
  })

  it('takes a move that is entered late into its place', async () => {
    const { register, clock } = await openFurnished()
    clock.now += 10 * hour
    register.moveDevice('locker-1', 'west')

    register.moveDevice('locker-1', 'west', start + 2 * hour)
    register.moveDevice('locker-1', 'east', start + 4 * hour)

    expect(register.assignments('locker-1')).toEqual([
      { facility: 'east', from: start, to: start + 2 * hour },
      { facility: 'west', from: start + 2 * hour, to: start + 4 * hour },
      { facility: 'east', from: start + 4 * hour, to: start + 10 * hour },
      { facility: 'west', from: start + 10 * hour },
    ])
    expect(register.device('locker-1')?.facility).toBe('west')
  })

  it('knows the town and circles its facility was in at that time', async () => {
    const { register, clock } = await openFurnished()

    clock.now += 10 * hour
    register.updateFacility('east', { town: 'ludu', circles: [] })

    expect(register.placeAt('locker-1', start + hour)).toEqual({ facility: 'east', circle: 'huiyang,yulong', town: 'loudong' })
    expect(register.placeAt('locker-1', clock.now)).toEqual({ facility: 'east', circle: '', town: 'ludu' })
    expect(register.facility('east')).toMatchObject({ town: 'ludu', circles: [] })
  })

  it('is corrected from the beginning when the town was entered wrong', async () => {
    const { register, clock } = await openFurnished()

    clock.now += 10 * hour
    register.updateFacility('east', { town: 'ludu' }, start)

    expect(register.placeAt('locker-1', start)).toEqual({ facility: 'east', circle: 'huiyang,yulong', town: 'ludu' })
  })

  it('is still known of a retired device', async () => {
    const { register } = await openFurnished()

    register.retireDevice('locker-1')

    expect(register.placeAt('locker-1', start)?.facility).toBe('east')
  })

  it('shows a move by another process after the version was looked at', async () => {
    const { register, path } = await openFurnished()
    const other = openAgain(path)
    register.placeAt('locker-1', start)

    other.moveDevice('locker-1', 'west', start)
    register.refresh()

    expect(register.placeAt('locker-1', start)?.facility).toBe('west')
  })
})

type Step =
  | { type: 'move'; facility: string; at: number }
  | { type: 'settle'; facility: string; at: number; town: string; circles: string[] | undefined }

const names = ['f0', 'f1', 'f2']
const facility = fc.constantFrom(...names)
const at = fc.integer({ min: 0, max: 30 }) // few enough that steps meet at one time
const town = fc.constantFrom('loudong', 'shaxi', 'ludu')
const someCircles = fc.option(fc.uniqueArray(fc.constantFrom('huiyang', 'lijing', 'yulong')), { nil: undefined })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('move' as const), facility, at }),
  fc.record({ type: fc.constant('settle' as const), facility, at, town, circles: someCircles }),
)

describe('any sequence of moves, of devices and of facilities, at any times', () => {
  it('gives for every time what reading all statements in order gives', async () => {
    const { register, clock, path } = await openRegister()
    const other = openAgain(path, clock)
    let run = 0

    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, asksInBetween) => {
        const device = furnish(register, run++, clock)
        const model = new NaiveModel()
        for (const each of steps) {
          const id = `${device}-${each.facility}`
          if (each.type === 'move') register.moveDevice(device, id, each.at)
          else register.updateFacility(id, { town: each.town, ...(each.circles && { circles: each.circles }) }, each.at)
          model.apply(each)
          if (asksInBetween) register.placeAt(device, each.at)
        }

        other.version()
        for (let time = -1; time <= 31; time++) {
          const { facility: name, ...expected } = model.placeAt(time)
          expect(register.placeAt(device, time)).toEqual({ ...expected, facility: `${device}-${name}` })
          expect(other.placeAt(device, time)).toEqual(register.placeAt(device, time))
        }
        expect(register.device(device)?.facility).toBe(`${device}-${model.placeAt(31).facility}`)
        for (const name of names) {
          expect(register.facility(`${device}-${name}`)?.town).toBe(model.facilityAt(name, 31).town)
        }
      }),
      { numRuns: 60 },
    )
  })
})

/** Everything is registered at time 10; the facilities are in Loudong at first. */
function furnish(register: Register, run: number, clock: { now: number }): string {
  clock.now = 10
  for (const name of names) register.addFacility({ id: `d${run}-${name}`, name, town: 'loudong' })
  register.addDevice({ id: `d${run}`, kind: 'meter', facility: `d${run}-f0` })
  clock.now = 1_000
  return `d${run}`
}

/** Every statement ever made; the answer is looked for among all of them. */
class NaiveModel {
  private readonly moves = [{ at: 10, facility: 'f0' }]
  private readonly places = names.map((facility) => ({ at: 10, facility, town: 'loudong', circle: '' }))

  apply(each: Step): void {
    if (each.type === 'move') this.moves.push(each)
    else {
      const then = this.facilityAt(each.facility, each.at)
      const circle = each.circles ? each.circles.toSorted().join(',') : then.circle
      this.places.push({ at: each.at, facility: each.facility, town: each.town, circle })
    }
  }

  placeAt(time: number): { facility: string; town: string; circle: string } {
    const { facility } = lastSaid(this.moves, time)
    const { town, circle } = this.facilityAt(facility, time)
    return { facility, town, circle }
  }

  facilityAt(name: string, time: number) {
    return lastSaid(
      this.places.filter(({ facility }) => facility === name),
      time,
    )
  }
}

/** Of those for the latest time not after `time` (or, before all, the earliest one) what was said last. */
function lastSaid<Statement extends { at: number }>(statements: readonly Statement[], time: number): Statement {
  const earliest = Math.min(...statements.map((statement) => statement.at))
  const latest = Math.max(earliest, ...statements.map((statement) => statement.at).filter((each) => each <= time))
  return statements.findLast((statement) => statement.at === latest)!
}
