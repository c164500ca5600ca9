import { defineCommand } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { age } from '../terminal/times.ts'

interface Waiting {
  readonly id: string
  readonly since: string
  readonly connected: boolean
  readonly address: string
  readonly messages: number
  readonly kind?: string
  readonly facility?: string
  readonly model?: string
  readonly vendor?: string
}

export const waitingList = defineCommand({
  name: 'waiting list',
  summary: { zh: '列出等候接入的设备', en: 'Devices that wait to be accepted' },
  options: paging,
  example: 'waiting list',
  run(pages, kz) {
    const now = Date.now()
    return showPages<Waiting>(
      kz,
      {
        path: '/waiting',
        query: {},
        nothing: { zh: '没有设备在等候。', en: 'No device is waiting.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '类型', en: 'KIND' }, cell: ({ kind }) => kind },
          { head: { zh: '设施', en: 'FACILITY' }, cell: ({ facility }) => facility },
          { head: { zh: '型号', en: 'MODEL' }, cell: ({ vendor, model }) => [vendor, model].filter(Boolean).join(' ') },
          { head: { zh: '地址', en: 'ADDRESS' }, cell: ({ address }) => address },
          { head: { zh: '到来', en: 'SINCE' }, cell: ({ since }) => age(since, now, kz.language) },
          {
            head: { zh: '连接', en: 'CONNECTED' },
            cell: ({ connected }) => kz.say(connected ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }),
          },
          { head: { zh: '报文', en: 'MESSAGES' }, cell: ({ messages }) => messages, align: 'right' },
        ],
      },
      pages,
    )
  },
})
