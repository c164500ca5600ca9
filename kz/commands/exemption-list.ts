import { type Exemption, exemptionSorts } from '../exemption-sorts.ts'
import { knownWords } from '../known-words.ts'
import { choice, defineCommand, flag, text } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { localTime } from '../terminal/times.ts'

export const exemptionList = defineCommand({
  name: 'exemption list',
  summary: { zh: '列出批准停用与核准不计的中断', en: 'Approved suspensions and excluded outages' },
  options: {
    facility: text('FACILITY', '只列此设施的', 'only of this facility'),
    device: text('DEVICE', '只列此设备及其所在设施的', 'only of this device, and of where it was'),
    sort: choice(['suspension', 'excluded-outage'], '只列这一种', 'only of this sort'),
    withdrawn: flag('只列已撤回的', 'only those withdrawn'),
    ...paging,
  },
  example: 'exemption list --facility loudong-f001',
  run({ facility, device, sort, withdrawn, all, limit, cursor }, kz) {
    return showPages<Exemption>(
      kz,
      {
        path: '/exemptions',
        query: { facility, device, sort, ...(withdrawn && { withdrawn }) },
        nothing: { zh: '没有这样的记录。', en: 'There is none.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '设施', en: 'FACILITY' }, cell: (each) => each.facility },
          { head: { zh: '设备', en: 'DEVICE' }, cell: (each) => each.device },
          { head: { zh: '种类', en: 'SORT' }, cell: (each) => kz.say(knownWords(exemptionSorts, each.sort)) },
          { head: { zh: '自', en: 'FROM' }, cell: ({ from }) => localTime(from, kz.zone) },
          { head: { zh: '至', en: 'TO' }, cell: ({ to }) => (to === undefined ? '' : localTime(to, kz.zone)) },
          { head: { zh: '文号', en: 'DOCUMENT' }, cell: ({ document }) => document },
          { head: { zh: '原因', en: 'REASON' }, cell: ({ reason }) => reason },
          { head: { zh: '录入', en: 'BY' }, cell: ({ author }) => author },
        ],
      },
      { all, limit, cursor },
    )
  },
})
