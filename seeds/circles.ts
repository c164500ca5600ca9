import type { Words } from '../facilities/define.ts'
import { shortName, type Town, type TownId, towns } from './towns.ts'

/** A 15-minute living circle (一刻钟便民生活圈). */
export type Circle = {
  readonly id: string
  readonly name: Words
  readonly town: TownId
  readonly recognised: boolean
  /** The month of the source that says so. */
  readonly recognisedAsOf?: string
  /** Invented for the demonstration. */
  readonly demo: boolean
}

const recognisedCircles: readonly Circle[] = [
  recognised('huiyang', '惠阳社区', 'Huiyang Community'),
  recognised('yulong', '裕珑社区', 'Yulong Community'),
  recognised('taisheng', '太胜社区', 'Taisheng Community'),
  recognised('lijing', '丽景社区', 'Lijing Community'),
  recognised('taidong', '太东社区', 'Taidong Community'),
]

const demoCircleCounts: Partial<Record<TownId, number>> = {
  chengxiang: 3,
  shaxi: 3,
  liuhe: 2,
  fuqiao: 2,
  huangjing: 2,
  shuangfeng: 2,
  ludu: 2,
}

export const circles: readonly Circle[] = [...recognisedCircles, ...towns.flatMap(demoCircles)]

function recognised(id: string, zh: string, en: string): Circle {
  return { id, name: { zh, en }, town: 'loudong', recognised: true, recognisedAsOf: '2024-12', demo: false }
}

function demoCircles(town: Town): Circle[] {
  return [...'一二三'].slice(0, demoCircleCounts[town.id] ?? 0).map((numeral, index) => ({
    id: `${town.id}-demo-${index + 1}`,
    name: { zh: `${shortName(town)}演示生活圈${numeral}`, en: `${town.name.en} demo circle ${index + 1}` },
    town: town.id,
    recognised: false,
    demo: true,
  }))
}
