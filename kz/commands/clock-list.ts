import { type ClockAnswer, clockPolicies } from '../device-clock-answer.ts'
import { knownWords } from '../known-words.ts'
import { choice, defineCommand, text } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { localTime, span } from '../terminal/times.ts'

export const clockList = defineCommand({
  name: 'clock list',
  summary: { zh: '列出时钟不准的设备、原因与处理方式', en: 'Devices whose clock is wrong, with the cause and what is done about it' },
  options: {
    kind: text('KIND', '只列此类型', 'only of this kind'),
    cause: text('CAUSE', '只列此原因', 'only with this cause'),
    policy: choice(['accept', 'correct', 'quarantine'], '只列此处理方式', 'only those handled so'),
    ...paging,
  },
  example: 'clock list --kind freezer',
  run({ kind, cause, policy, all, limit, cursor }, kz) {
    return showPages<ClockAnswer & { readonly device: string; readonly kind?: string }>(
      kz,
      {
        path: '/clocks',
        query: { kind, cause, policy },
        nothing: { zh: '没有这样的时钟。', en: 'There is no such clock.' },
        columns: [
          { head: { zh: '设备', en: 'DEVICE' }, cell: ({ device }) => device },
          { head: { zh: '类型', en: 'KIND' }, cell: (each) => each.kind },
          {
            head: { zh: '偏差', en: 'OFF BY' },
            cell: ({ offsetMs }) => (offsetMs === undefined ? '' : span(offsetMs, kz.language)),
            align: 'right',
          },
          { head: { zh: '最近', en: 'AT' }, cell: ({ at }) => (at === undefined ? '' : localTime(at, kz.zone)) },
          { head: { zh: '原因', en: 'CAUSE' }, cell: ({ name }) => kz.say(name) },
          { head: { zh: '处理', en: 'POLICY' }, cell: (each) => kz.say(knownWords(clockPolicies, each.policy)) },
          {
            head: { zh: '说明与办法', en: 'WHAT IT IS, AND WHAT TO DO' },
            cell: ({ message, cure }) => `${kz.say(message)} ${kz.say(cure)}`,
          },
        ],
      },
      { all, limit, cursor },
    )
  },
})
