import type { Indicator } from '../../indicators/indicator.ts'
import type { Rectification, Status } from '../../indicators/indicators.ts'
import { countText } from '../../indicators/number-texts.ts'
import type { Gathered } from '../gathered.ts'
import { called, listed, unitName, unitsText } from '../naming.ts'
import { type Block, printed } from '../report-data.ts'
import { text } from './prose.ts'

/** 五、下一步工作: what is open, by name; nothing that nobody decided. */
export function nextSteps(gathered: Gathered): Block[] {
  return [rectify(gathered), ...missed(gathered), ...withoutTarget(gathered)]
}

function rectify({ rectifications, names }: Gathered): Block {
  const open = rectifications.filter(({ state }) => state !== 'closed')
  if (open.length === 0) return text('问题整改台账中没有未销号事项。', 'Nothing is open in the rectification ledger.')
  const units = [...Map.groupBy(open, ({ unit }) => unit)].map(([unit, entries]) => {
    const { zh, en } = unitName(names, unit)
    const first = earliest(entries)
    return {
      zh: `${zh}${countText(entries.length)}项（最早时限${first}）`,
      en: `${en} ${countText(entries.length)} (first deadline ${first})`,
    }
  })
  const told = listed(units)
  return text(
    `继续跟踪问题整改台账中未销号的${countText(open.length)}项：${told.zh}，详见附件2。`,
    `Open in the rectification ledger: ${countText(open.length)}; ${told.en}; see annex 2.`,
  )
}

const earliest = (entries: readonly Rectification[]): string => entries.map(({ deadline }) => deadline).sort()[0] ?? ''

function missed(gathered: Gathered): Block[] {
  return withStatus(gathered, 'missed').map((indicator) => {
    const units = unitsText(gathered.names, indicator.task)
    const name = called(indicator)
    return text(
      `${name.zh}未达标，由任务${indicator.task}责任单位（${printed(units)}）研究整改。`,
      `${name.en} was missed; task ${indicator.task} is with ${typeof units === 'string' ? units : units.en}.`,
    )
  })
}

function withoutTarget(gathered: Gathered): Block[] {
  const open = withStatus(gathered, 'no-target')
  if (open.length === 0) return []
  const names = listed(open.map(called))
  return [text(`下列${open.length}项指标的达标线待核定：${names.zh}。`, `To be given a target (${open.length}): ${names.en}.`)]
}

const withStatus = ({ indicators, city }: Gathered, status: Status): Indicator[] =>
  indicators.filter(({ id }) => city.some((value) => value.indicator === id && value.status === status))
