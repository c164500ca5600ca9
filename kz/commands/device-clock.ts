import { inPath } from '../api.ts'
import { choice, defineCommand, positional } from '../command.ts'
import { type ClockAnswer, clockPolicies } from '../device-clock-answer.ts'
import { type Kz, show } from '../kz.ts'
import { counted } from '../ledger-counts.ts'
import { pairs } from '../table.ts'
import { localTime, span } from '../times.ts'

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

function tell(
  { out, say, zone, language }: Kz,
  { message, policy, offsetMs, at, driftMsPerHour, cause, since, corrected }: ClockAnswer,
): void {
  if (message) out.line(say(message))
  pairs(out, [
    [say({ zh: '处理方式', en: 'policy' }), say(clockPolicies[policy])],
    [say({ zh: '偏差', en: 'off by' }), offsetMs === undefined ? undefined : span(offsetMs, language)],
    [say({ zh: '每小时漂移', en: 'drift an hour' }), driftMsPerHour === undefined ? undefined : span(driftMsPerHour, language)],
    [say({ zh: '原因', en: 'cause' }), cause],
    [say({ zh: '自', en: 'since' }), since && localTime(since, zone)],
    [say({ zh: '最近', en: 'at' }), at && localTime(at, zone)],
    [say({ zh: '已校正', en: 'corrected' }), corrected === undefined ? undefined : counted(corrected)],
  ])
}
