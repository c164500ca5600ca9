// 达标线 and 警戒线 have to fit each other and the indicator.
import type { Words } from '../../../facilities/define.ts'
import type { Direction, Indicator } from '../../indicators/indicator.ts'
import type { Target } from '../../indicators/indicators.ts'
import { areInOrder } from '../../indicators/status.ts'
import type { Fault } from '../problem.ts'

type Line = Target['target']
type Lines = { readonly target?: Line | undefined; readonly warning?: Line | undefined }

export function faultsOfLines(indicator: Indicator, lines: Lines): Fault[] {
  const given = (['target', 'warning'] as const).flatMap((path) => (lines[path] === undefined ? [] : [[path, lines[path]] as const]))
  const faults = given.flatMap(([path, line]) => shapeFault(indicator, path, line))
  if (faults.length > 0 || lines.target === undefined || lines.warning === undefined) return faults
  const isInOrder = areInOrder(indicator.direction, { target: lines.target, warning: lines.warning })
  return isInOrder ? [] : [{ path: 'warning', message: outOfOrder[indicator.direction] }]
}

function shapeFault({ id, direction, unit }: Indicator, path: string, line: Line): Fault[] {
  const ends = typeof line === 'number' ? [line] : line
  if ((direction === 'band') !== (ends.length === 2)) return [{ path, message: direction === 'band' ? needsBand(id) : needsNumber(id) }]
  const most = unit === '%' ? 100 : Number.POSITIVE_INFINITY
  if (ends.some((end) => end < 0 || end > most)) return [{ path, message: outside(unit) }]
  return ends.length === 2 && (ends[0] ?? 0) >= (ends[1] ?? 0) ? [{ path, message: upsideDown }] : []
}

const needsBand = (id: string): Words => ({
  zh: `${id} 是区间指标，应写两个数 [下限, 上限]`,
  en: `${id} is a band: give two numbers [low, high]`,
})
const needsNumber = (id: string): Words => ({ zh: `${id} 应为一个数`, en: `${id} takes one number` })
const outside = (unit: Indicator['unit']): Words =>
  unit === '%' ? { zh: '百分比应在 0 到 100 之间', en: 'per cent lie between 0 and 100' } : { zh: '不能为负', en: 'it cannot be negative' }
const upsideDown: Words = { zh: '下限应小于上限', en: 'the low end has to be below the high one' }
const outOfOrder: Readonly<Record<Direction, Words>> = {
  up: {
    zh: '该指标越高越好，警戒线不应高于达标线',
    en: 'higher is better here: the warning line cannot lie above the target',
  },
  down: {
    zh: '该指标越低越好，警戒线不应低于达标线',
    en: 'lower is better here: the warning line cannot lie below the target',
  },
  band: { zh: '警戒区间应包含达标区间', en: 'the warning band has to contain the target band' },
}
