// Numbers of a formula, and rules of counting, have to be such that something sensible comes out.
import type { Words } from '../../../facilities/define.ts'
import { ruleBounds } from '../../facts/counting-rules.ts'
import type { Indicator } from '../../indicators/indicator.ts'
import type { Fault } from '../problem.ts'

/** Names are known to the caller as those of the formula. */
export function parameterFault({ formula: { parameters } }: Indicator, name: string, value: number, path: string): Fault[] {
  const [least, most] = parameters[name]?.range ?? [0, 100]
  const isWhole = parameters[name]?.range !== undefined
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return []
  const message: Words = isWhole
    ? { zh: `应为 ${least} 到 ${most} 的整数`, en: `must be a whole number from ${least} to ${most}` }
    : { zh: '百分比应在 0 到 100 之间', en: 'per cent lie between 0 and 100' }
  return [{ path, message, expected: `${least} … ${most}`, found: String(value) }]
}

export function ruleFaults(rules: Readonly<Record<string, number>>): Fault[] {
  const bounds: Readonly<Record<string, readonly [number, number]>> = ruleBounds
  const known = Object.keys(bounds)
  return Object.entries(rules).flatMap(([name, value]): Fault[] => {
    const path = `rules.${name}`
    const [least, most] = (Object.hasOwn(bounds, name) ? bounds[name] : undefined) ?? []
    if (least === undefined || most === undefined) return [{ path, message: noRule(name, known), expected: known.join(', ') }]
    if (value >= least && value <= most) return []
    return [{ path, message: { zh: `应在 ${least} 到 ${most} 之间`, en: `must lie between ${least} and ${most}` }, found: String(value) }]
  })
}

const noRule = (name: string, known: readonly string[]): Words => ({
  zh: `没有统计规则 ${name}，可用：${known.join('、')}`,
  en: `there is no rule of counting ${name}; there is ${known.join(', ')}`,
})
