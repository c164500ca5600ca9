import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { circles } from '../../seeds/circles.ts'
import { towns, zones } from '../../seeds/towns.ts'

const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,47}$/)
const name = z.strictObject({ zh: z.string().regex(/^\p{Script=Han}+$/u), en: z.string().regex(/^[A-Z][A-Za-z0-9 -]+$/) })
const place = {
  id,
  name,
  // Taicang lies within these; latitude and longitude exchanged would not.
  centre: z.strictObject({ latitude: z.number().min(31.3).max(31.8), longitude: z.number().min(120.9).max(121.4), estimated: z.boolean() }),
  codes: z.array(z.strictObject({ source: z.string(), date: z.string().regex(/^\d{4}-\d\d(-\d\d)?$/), code: z.string().regex(/^\d{9}$/) })),
}
const townIds = towns.map((town) => town.id)

describe('towns', () => {
  it('are the eight of the city, each with a place, a name and dated codes', () => {
    z.array(z.strictObject(place)).parse(towns)
    expect(townIds).toEqual(['chengxiang', 'shaxi', 'liuhe', 'fuqiao', 'huangjing', 'shuangfeng', 'loudong', 'ludu'])
  })

  it('admit where the place is an estimate', () => {
    expect(towns.filter(({ centre }) => centre.estimated).map((town) => town.id)).toEqual(['loudong', 'ludu'])
  })

  it('share no code of one list', () => {
    const codes = [...towns, ...zones].flatMap((each) => each.codes.map(({ source, code }) => `${source} ${code}`))
    expect(new Set(codes).size).toBe(codes.length)
  })
})

describe('zones', () => {
  it('are a second view over the same towns', () => {
    z.array(z.strictObject({ ...place, overlaps: z.array(z.enum(townIds)) })).parse(zones)
    expect(zones.map((zone) => zone.name.zh)).toEqual(['高新区', '科教新城', '港区'])
  })
})

describe('circles', () => {
  it('have an id of their own, a town of ours and both names', () => {
    const recognisedAsOf = z.string().optional()
    z.array(z.strictObject({ id, name, town: z.enum(townIds), recognised: z.boolean(), recognisedAsOf, demo: z.boolean() })).parse(circles)
    expect(new Set(circles.map((circle) => circle.id)).size).toBe(circles.length)
  })

  it('are recognised only where a source says so', () => {
    const recognised = circles.filter((circle) => circle.recognised)

    expect(recognised.map((circle) => circle.name.zh)).toEqual(['惠阳社区', '裕珑社区', '太胜社区', '丽景社区', '太东社区'])
    expect(recognised.every((circle) => circle.town === 'loudong' && circle.recognisedAsOf === '2024-12' && !circle.demo)).toBe(true)
  })

  it('say 演示 wherever they are invented, and exist in every town', () => {
    const invented = circles.filter((circle) => !circle.recognised)

    expect(invented.filter((circle) => !circle.demo || !circle.name.zh.includes('演示') || !circle.name.en.includes('demo'))).toEqual([])
    expect(new Set(circles.map((circle) => circle.town))).toEqual(new Set(townIds))
  })
})
