import type { Words } from '../../facilities/define.ts'
import { ofWhat } from '../indicator-answer.ts'
import { counted } from '../ledger-counts.ts'
import { choice, defineCommand, flag, text } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import type { Column } from '../terminal/table.ts'
import { showList } from '../unpaged.ts'

interface Adopted {
  readonly scope: string
  readonly installed: number
  readonly online: number
  readonly used: number
  readonly suspects: Readonly<Record<string, number>>
}

interface Suspect {
  readonly sortText: Words
  readonly device: string
  readonly facility: string
  readonly town: string
  readonly others: readonly string[]
  readonly reason: Words
}

export const adoption = defineCommand({
  name: 'adoption',
  summary: {
    zh: '已装、在线、在用各多少；哪些设备只是看上去在用',
    en: 'How many are installed, online and used, and which only look alive',
  },
  options: {
    period: ofWhat.period,
    by: choice(['city', 'town', 'circle', 'kind'], '按全市、镇、生活圈或类型（默认全市）', 'of the city, per town, circle or kind (city)'),
    suspects: flag('逐台列出可疑设备及原因', 'list the suspects with the reasons'),
    town: text('TOWN', '可疑设备只列此镇的', 'suspects of this town only'),
    ...paging,
  },
  example: 'adoption --by town',
  async run({ period, by, suspects, town, all, limit, cursor }, kz) {
    if (suspects) {
      const columns: readonly Column<Suspect>[] = [
        { head: { zh: '设备', en: 'DEVICE' }, cell: ({ device }) => device },
        { head: { zh: '设施', en: 'FACILITY' }, cell: ({ facility }) => facility },
        { head: { zh: '镇', en: 'TOWN' }, cell: ({ town: of }) => of },
        { head: { zh: '疑点', en: 'WHAT' }, cell: ({ sortText }) => kz.say(sortText), style: () => 'yellow' },
        { head: { zh: '原因', en: 'WHY' }, cell: ({ reason }) => kz.say(reason) },
      ]
      const nothing = { zh: '没有可疑设备。', en: 'No device is suspect.' }
      return showPages<Suspect>(kz, { path: '/adoption/suspects', query: { period, town }, nothing, columns }, { all, limit, cursor })
    }
    const answer = await kz.api.get<{ items: Adopted[] }>('/adoption', { period, by })
    const count = (name: 'installed' | 'online' | 'used', zh: string, en: string): Column<Adopted> => ({
      head: { zh, en },
      cell: (each) => counted(each[name]),
      align: 'right',
    })
    const columns: readonly Column<Adopted>[] = [
      { head: { zh: '范围', en: 'SCOPE' }, cell: ({ scope }) => scope },
      count('installed', '已装', 'INSTALLED'),
      count('online', '在线', 'ONLINE'),
      count('used', '在用', 'USED'),
      {
        head: { zh: '可疑', en: 'SUSPECT' },
        cell: (each) => counted(Object.values(each.suspects).reduce((sum, one) => sum + one, 0)),
        align: 'right',
      },
    ]
    showList(kz, answer, columns, { zh: '没有设备。', en: 'There is no device.' })
  },
})
