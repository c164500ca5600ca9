import { createHash } from 'node:crypto'
import type { AlarmCondition, Duration, FacilityKind } from '../../../facilities/define.ts'
import { milliseconds } from '../../../facilities/define.ts'
import { kindUid } from '../uids.ts'
import { alarmQuery, evaluationsUntilGone, isHeldInQuery } from './alarm-query.ts'
import { onlyWhileCurrent } from './platform-condition.ts'
import { type AlertQuery, type AlertRule, above, below, type Evaluator, lastOf, math, threshold } from './rule.ts'

/** A rule for each alarm of a kind, with an alert for each device. */
export const kindRules = (kind: FacilityKind): AlertRule[] => Object.keys(kind.alarms).map((name) => alarmRule(kind, name))

function alarmRule(kind: FacilityKind, name: string): AlertRule {
  const { severity, when } = kind.alarms[name] as FacilityKind['alarms'][string]
  return {
    uid: ruleUid(kind.kind, name),
    title: titleOf(kind, name),
    condition: 'C',
    data: [alarmQuery('A', kind, when), lastOf('B', 'A'), onlyWhileCurrent('G'), lastOf('P', 'G'), gated(when), conditionOf(when)],
    for: isHeldInQuery(when) ? '0s' : grafanaDuration(when.for),
    // Nothing is known while we are down or late: what fires goes on firing, and nothing new does.
    noDataState: 'KeepLast',
    execErrState: 'KeepLast',
    missingSeriesEvalsToResolve: evaluationsUntilGone(when),
    labels: { source: 'kezhong', kind: kind.kind, alarm: name, severity },
    annotations: annotationsOf(kind, name),
  }
}

/** Two names may be longer together than the 40 characters Grafana allows. */
export function ruleUid(kind: string, alarm: string): string {
  const full = `kezhong-${kind}-${alarm}`
  if (full.length <= 40) return full
  return `${full.slice(0, 31)}-${createHash('sha256').update(full).digest('hex').slice(0, 8)}`
}

const titleOf = ({ label, alarms }: FacilityKind, name: string): string =>
  `${label.zh}：${alarms[name]?.label.zh} · ${label.en}: ${alarms[name]?.label.en}`

/** Without a row of P the whole has no data; with one it is as it was measured. */
const gated = (when: AlarmCondition): AlertQuery => math('M', 'is' in when ? '$B && $P' : '$B + 0 * $P')

function conditionOf(when: AlarmCondition): AlertQuery {
  if ('is' in when) return threshold('C', 'M', above(0))
  return threshold('C', 'M', ...limitsOf(when))
}

function limitsOf(when: Exclude<AlarmCondition, { is: readonly string[] }>): [Evaluator, Evaluator | undefined] {
  if ('above' in when) return [above(when.above), when.clearsBelow === undefined ? undefined : below(when.clearsBelow)]
  return [below(when.below), when.clearsAbove === undefined ? undefined : above(when.clearsAbove)]
}

/** '10 min' → '10m', as Grafana writes it back; a fraction of a second does not count. */
function grafanaDuration(duration: Duration | undefined): string {
  const seconds = duration === undefined ? 0 : Math.round(milliseconds(duration) / 1_000)
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  return parts.map(([amount, unit]) => (amount > 0 ? `${amount}${unit}` : '')).join('') || '0s'
}

function annotationsOf(kind: FacilityKind, name: string): Record<string, string> {
  const { label, when } = kind.alarms[name] as FacilityKind['alarms'][string]
  const [device, facility, town] = ['device', 'facility', 'town'].map((tag) => `{{ $labels.${tag} }}`)
  const value = valueText(kind, when)
  return {
    summary: `${kind.label.zh} ${device} ${label.zh}（设施 ${facility}，${town}）${value.zh}`,
    summary_en: `${kind.label.en} ${device}: ${label.en} (facility ${facility}, ${town})${value.en}`,
    description: `请打开设备看板确认，并联系设施 ${facility} 的责任人到现场处理；恢复后告警自动解除。`,
    description_en: `Look at the device's board, then have those who look after facility ${facility} see to it on site. The alert ends by itself once the value is back.`,
    board: `/d/${kindUid('zh', kind.kind)}?var-device={{ $labels.device }}`,
    board_en: `/d/${kindUid('en', kind.kind)}?var-device={{ $labels.device }}`,
  }
}

function valueText({ telemetry }: FacilityKind, when: AlarmCondition): { zh: string; en: string } {
  const field = telemetry[when.field]
  if (!field) return { zh: '', en: '' }
  if ('is' in when) {
    const words = (language: 'zh' | 'en') =>
      when.is.map((word) => (field.type === 'state' ? field.values[word]?.[language] : undefined) ?? word)
    return { zh: `，${field.label.zh}：${words('zh').join('、')}`, en: `; ${field.label.en}: ${words('en').join(', ')}` }
  }
  const unit = 'unit' in field && field.unit !== '' ? ` ${field.unit}` : ''
  const value = `{{ printf "%.${field.type === 'count' ? 0 : 1}f" $values.B.Value }}`
  return { zh: `，${field.label.zh} ${value}${unit}`, en: `; ${field.label.en} ${value}${unit}` }
}
