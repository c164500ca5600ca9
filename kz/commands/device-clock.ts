import { type ClockAnswer, clockPolicies } from '../device-clock-answer.ts'
import { inPath } from '../http/api.ts'
import { knownWords } from '../known-words.ts'
import { type Kz, show } from '../kz.ts'
import { counted } from '../ledger-counts.ts'
import { choice, defineCommand, positional } from '../line/command.ts'
import { pairs } from '../terminal/table.ts'
import { localTime, span } from '../terminal/times.ts'

export const deviceClock = defineCommand({
  name: 'device clock',
  summary: { zh: '查看设备时钟的偏差与原因，或设定处理方式', en: "How a device's clock is, and why; or what is to be done about it" },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  options: {
    policy: choice(
      ['accept', 'correct', 'quarantine'],
      '照收、校正并标注、隔离',
      'take its times as they are, correct and mark them, or quarantine',
    ),
  },
  example: 'device clock my-freezer --policy correct',
  async run({ id, policy }, kz) {
    const path = `/devices/${inPath(id)}/clock`
    const clock = policy === undefined ? await kz.api.get<ClockAnswer>(path) : await kz.api.put<ClockAnswer>(path, { policy })
    show(kz, clock, () => tell(kz, clock))
  },
})

function tell({ out, say, zone, language }: Kz, clock: ClockAnswer): void {
  const { name, message, cure, policy, offsetMs, steadyOffsetMs, at, driftMsPerHour, since, corrected } = clock
  const shownSpan = (ms: number | undefined) => (ms === undefined ? undefined : span(ms, language))
  out.line(`${out.paint('bold', say(name))}${say({ zh: '：', en: ': ' })}${say(message)}`)
  out.line(`→ ${say(cure)}`)
  pairs(out, [
    [say({ zh: '处理方式', en: 'policy' }), say(knownWords(clockPolicies, policy))],
    [say({ zh: '最近一条快', en: 'latest ahead by' }), shownSpan(offsetMs)],
    [say({ zh: '稳定偏差', en: 'steadily ahead by' }), shownSpan(steadyOffsetMs)],
    [say({ zh: '每小时漂移', en: 'gains in an hour' }), shownSpan(driftMsPerHour)],
    [say({ zh: '自', en: 'since' }), since && localTime(since, zone)],
    [say({ zh: '最近一条', en: 'latest' }), at && localTime(at, zone)],
    [say({ zh: '已改时间', en: 'kept under another time' }), counted(corrected)],
  ])
}
