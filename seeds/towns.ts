// Our own ids are the keys: the two published code lists contradict each other, so codes are dated attributes.
import type { Words } from '../facilities/define.ts'

/** WGS-84. Chinese map tiles are GCJ-02, about half a kilometre away. */
type Centre = {
  readonly latitude: number
  readonly longitude: number
  /** No published source: our own estimate, good to a few kilometres. */
  readonly estimated: boolean
}

type TownCode = { readonly source: string; readonly date: string; readonly code: string }

export type Town = { readonly id: TownId; readonly name: Words; readonly centre: Centre; readonly codes: readonly TownCode[] }

/** A development zone; zones lie across the towns and are a second, optional view. */
export type Zone = {
  readonly id: string
  readonly name: Words
  readonly centre: Centre
  readonly codes: readonly TownCode[]
  /** Towns it is known to overlap; empty where no source says. */
  readonly overlaps: readonly TownId[]
}

export type TownId = 'chengxiang' | 'shaxi' | 'liuhe' | 'fuqiao' | 'huangjing' | 'shuangfeng' | 'loudong' | 'ludu'

export const towns: readonly Town[] = [
  {
    id: 'chengxiang',
    name: { zh: '城厢镇', en: 'Chengxiang' },
    centre: published(31.4581, 121.1078),
    codes: [statistical('320585100'), mapVendor('320585100')],
  },
  {
    id: 'shaxi',
    name: { zh: '沙溪镇', en: 'Shaxi' },
    centre: published(31.5588, 121.0663),
    codes: [statistical('320585101'), mapVendor('320585110')],
  },
  {
    id: 'liuhe',
    name: { zh: '浏河镇', en: 'Liuhe' },
    centre: published(31.517, 121.2719),
    codes: [statistical('320585102'), mapVendor('320585111')],
  },
  {
    id: 'fuqiao',
    name: { zh: '浮桥镇', en: 'Fuqiao' },
    centre: published(31.6241, 121.203),
    codes: [statistical('320585103'), mapVendor('320585103')],
  },
  {
    id: 'huangjing',
    name: { zh: '璜泾镇', en: 'Huangjing' },
    centre: published(31.6514, 121.1019),
    codes: [statistical('320585104'), mapVendor('320585105')],
  },
  {
    id: 'shuangfeng',
    name: { zh: '双凤镇', en: 'Shuangfeng' },
    centre: published(31.5209, 121.0316),
    codes: [statistical('320585105'), mapVendor('320585109')],
  },
  // The statistical list has no row for the two streets: they seem to be inside the development zone's code, see `zones`.
  { id: 'loudong', name: { zh: '娄东街道', en: 'Loudong' }, centre: estimated(31.465, 121.125), codes: [mapVendor('320585001')] },
  { id: 'ludu', name: { zh: '陆渡街道', en: 'Ludu' }, centre: estimated(31.49, 121.18), codes: [] },
]

export const zones: readonly Zone[] = [
  {
    id: 'gaoxin',
    name: { zh: '高新区', en: 'High-tech Zone' },
    centre: published(31.4808, 121.1279),
    codes: [statistical('320585400')],
    overlaps: ['loudong', 'ludu'], // inferred: neither street has a statistical code of its own
  },
  {
    id: 'kejiao',
    name: { zh: '科教新城', en: 'Science and Education New Town' },
    centre: published(31.4367, 121.1222),
    codes: [statistical('320585403')],
    overlaps: [],
  },
  {
    id: 'gangqu',
    name: { zh: '港区', en: 'Taicang Port Zone' },
    centre: published(31.6027, 121.2081),
    codes: [],
    overlaps: ['fuqiao'],
  },
]

/** The name without 镇 or 街道, for names made from it. */
export const shortName = (town: Town): string => town.name.zh.replace(/(镇|街道)$/, '')

function published(latitude: number, longitude: number): Centre {
  return { latitude, longitude, estimated: false }
}

function estimated(latitude: number, longitude: number): Centre {
  return { latitude, longitude, estimated: true }
}

/** 国家统计局统计用区划代码, the issue of that date. */
function statistical(code: string): TownCode {
  return { source: 'nbs', date: '2023-06-30', code }
}

function mapVendor(code: string): TownCode {
  return { source: 'map-vendor', date: '2024-03', code }
}
