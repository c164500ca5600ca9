import { towns } from '../../../seeds/towns.ts'
import { as, chosen, column, exceeds, of } from '../influxql.ts'
import type { Language } from '../language.ts'
import { map } from '../panels/map.ts'
import { influxTarget } from '../targets.ts'
import { justNow, levelWords } from '../walls.ts'

/** A browser draws that many at ease; every town's facilities fit when a town is chosen. */
const mostMarkers = 5_000

const texts = {
  zh: {
    title: '设施分布',
    description:
      '绿：正常；橙：部分异常；红：全部异常；紫：未知（平台自身故障或从未报送）。底图由 Grafana 的 geomap 默认底图设置提供；封闭网络内没有底图时，标记仍按坐标显示。',
  },
  en: {
    title: 'Facilities',
    description:
      "Green: well; orange: some down; red: all down; purple: not known (we are down, or it never sent). The ground is Grafana's default base layer (GF_GEOMAP_DEFAULT_BASELAYER_CONFIG); in a closed network without one the markers stand where they are on an empty ground.",
  },
} as const

/** The middle of the towns. */
const centre = {
  latitude: average(towns.map((town) => town.centre.latitude)),
  longitude: average(towns.map((town) => town.centre.longitude)),
  zoom: 10,
}

function average(numbers: readonly number[]): number {
  return Math.round((numbers.reduce((sum, each) => sum + each, 0) / numbers.length) * 1e4) / 1e4
}

export function facilityMap(language: Language) {
  const fields = ['name', 'latitude', 'longitude', 'level', 'devices', 'online', 'offline', 'faulty', 'unknown']
  const last = {
    select: fields.map((field) => as(of('last', field), field)),
    from: 'kezhong_facility',
    where: [chosen('town'), chosen('circle')],
    by: ['facility', 'town'],
  }
  return map({
    ...texts[language],
    ...{ timeFrom: justNow, width: 24, height: 14, centre, mappings: [levelWords(language)] },
    ...{ latitude: 'latitude', longitude: 'longitude', colour: 'level', name: texts[language].title },
    targets: [
      influxTarget(
        { select: [...fields, 'facility'].map(column), from: last, where: [exceeds('latitude', -90)], limit: mostMarkers },
        { format: 'table' },
      ),
    ],
  })
}
