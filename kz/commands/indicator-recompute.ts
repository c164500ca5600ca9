import { inPath } from '../http/api.ts'
import { finished, type Job } from '../job.ts'
import { show } from '../kz.ts'
import { defineCommand, text } from '../line/command.ts'

export const indicatorRecompute = defineCommand({
  name: 'indicator recompute',
  summary: { zh: '由库存读数重新计数，再算各指标', en: 'Count anew from what is stored, then make the indicators again' },
  more: {
    zh: '原来正确的不会改变；已关账的月份如有变化，另出修订版。',
    en: 'What was right stays as it is; closed months that come out otherwise get a further revision.',
  },
  options: {
    from: text('TIME', '从此时刻（带时区；默认本月初）', 'from then on (with a zone; the begin of the running month)'),
    to: text('TIME', '到此时刻（带时区；默认现在）', 'up to then (with a zone; now)'),
    device: text('ID', '只重算一台设备', 'only this device'),
  },
  example: 'indicator recompute --from 2026-11-01T00:00:00+08:00 --device freezer-chengxiang-01',
  async run({ from, to, device }, kz) {
    const begun = await kz.api.post<Job>('/indicators/recompute', { from, to, device })
    const job = await finished(kz, begun, `/indicators/recompute/${inPath(begun.id)}`, { zh: '重算', en: 'recomputing' })
    show(kz, job, ({ message }) => kz.out.line(kz.say(message)))
  },
})
