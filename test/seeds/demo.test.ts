import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { circles } from '../../seeds/circles.ts'
import { demoRegister } from '../../seeds/demo.ts'
import { storeFunctions } from '../../seeds/functions.ts'
import { towns } from '../../seeds/towns.ts'

const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,47}$/)
const invented = z.string().includes('演示')
const kind = z.enum(['locker', 'vending', 'store', 'charger', 'freezer', 'meter'])
const circleIds = circles.map((circle) => circle.id)

const facility = z.strictObject({
  id,
  name: invented,
  town: z.enum(towns.map((town) => town.id)),
  circles: z.array(z.enum(circleIds)).max(2),
  community: z.string().endsWith('社区').or(invented).optional(),
  operator: invented.optional(),
  latitude: z.number(),
  longitude: z.number(),
  functions: z
    .array(z.enum(Object.keys(storeFunctions)))
    .min(3)
    .optional(),
  households: z.int().positive().optional(),
  retentionHours: z.literal(48).optional(),
  hours: z.array(z.strictObject({ days: z.array(z.int()).length(7), from: z.string(), to: z.string() })).optional(),
  demo: z.literal(true),
})

const { facilities, devices } = demoRegister()
const kindsAt = (facilityId: string) => devices.filter((device) => device.facility === facilityId).map((device) => device.kind)

describe('the demo register', () => {
  it('says of every facility that it is invented', () => {
    z.array(facility).parse(facilities)
    expect(facilities).toHaveLength(120)
    expect(new Set(facilities.map((each) => each.id)).size).toBe(facilities.length)
    expect(new Set(facilities.map((each) => each.name)).size).toBe(facilities.length)
  })

  it('says of every device that it is invented, and where it stands', () => {
    const known = z.enum(facilities.map((each) => each.id))
    z.array(
      z.strictObject({
        id,
        kind,
        facility: known,
        model: z.string(),
        vendor: invented,
        limits: z.literal('chilled').optional(),
        demo: z.literal(true),
      }),
    ).parse(devices)
    expect(devices).toHaveLength(300)
    expect(new Set(devices.map((device) => device.id)).size).toBe(devices.length)
    expect(facilities.filter((each) => kindsAt(each.id).length === 0)).toEqual([])
  })

  it('is the same for the same seed, and another place for another', () => {
    expect(demoRegister(7)).toEqual(demoRegister(7))
    expect(demoRegister(8).facilities[0]).not.toEqual(demoRegister(7).facilities[0])
    expect(demoRegister(8).devices.map((device) => device.id)).toEqual(devices.map((device) => device.id))
  })

  it('has every kind in every town, and in some too few of a kind to rank', () => {
    for (const town of towns) {
      const counts = kind.options.map(
        (each) => devices.filter((device) => device.kind === each && device.id.includes(`-${town.id}-`)).length,
      )
      expect(Math.min(...counts), town.id).toBeGreaterThan(0)
    }
    expect(devices.filter((device) => device.id.startsWith('locker-ludu-')).length).toBeLessThan(5)
  })

  it('gives every charging station and every store a meter', () => {
    const metered = facilities.filter((each) => kindsAt(each.id).some((present) => present === 'charger' || present === 'store'))

    expect(metered.filter((each) => kindsAt(each.id).filter((present) => present === 'meter').length !== 1)).toEqual([])
    expect(devices.filter((device) => device.kind === 'meter')).toHaveLength(metered.length)
  })

  it('knows the households of every estate with lockers, and functions only of stores', () => {
    expect(facilities.filter((each) => kindsAt(each.id).includes('locker') !== (each.households !== undefined))).toEqual([])
    expect(facilities.filter((each) => each.functions && !kindsAt(each.id).includes('store'))).toEqual([])
    expect(facilities.some((each) => each.functions)).toBe(true)
    expect(facilities.filter((each) => each.households === undefined && each.retentionHours !== undefined)).toEqual([])
    expect(facilities.filter((each) => each.hours && !kindsAt(each.id).includes('store'))).toEqual([])
  })

  it('cools some of the vending machines', () => {
    const cooled = devices.filter(({ limits }) => limits === 'chilled')
    expect(cooled.length).toBeGreaterThan(10)
    expect(cooled.filter(({ kind }) => kind !== 'vending')).toEqual([])
    expect(devices.filter(({ kind, limits }) => kind === 'vending' && !limits)).not.toEqual([])
  })

  it('lets facilities serve none, one and two circles, all of their own town', () => {
    const townOf = new Map(circles.map((circle) => [circle.id, circle.town]))

    expect(new Set(facilities.map((each) => each.circles.length))).toEqual(new Set([0, 1, 2]))
    expect(facilities.filter((each) => each.circles.some((circle) => townOf.get(circle) !== each.town))).toEqual([])
    expect(new Set(facilities.flatMap((each) => each.circles))).toEqual(new Set(circleIds))
  })

  it('keeps within two kilometres of the centre of the town', () => {
    const far = facilities.filter((each) => {
      const { centre } = towns.find((town) => town.id === each.town)!
      const north = (each.latitude - centre.latitude) * 111_320
      const east = (each.longitude - centre.longitude) * 111_320 * Math.cos((centre.latitude * Math.PI) / 180)
      return Math.hypot(north, east) > 2_000
    })
    expect(far).toEqual([])
  })
})
