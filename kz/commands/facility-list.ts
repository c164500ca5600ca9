import { defineCommand, flag, text } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'

interface FacilityItem {
  readonly id: string
  readonly name: string
  readonly town: string
  readonly circles: readonly string[]
  readonly community?: string
  readonly operator?: string
}

export const facilityList = defineCommand({
  name: 'facility list',
  summary: { zh: '列出设施', en: 'Facilities' },
  options: {
    kind: text('KIND', '只列有此类型在用设备的', 'only those with a device of this kind in service'),
    town: text('TOWN', '只列此镇（街道）', 'only in this town'),
    circle: text('CIRCLE', '只列此生活圈', 'only in this circle'),
    q: text('TEXT', '编号或名称含此文字', 'part of the id or name'),
    retired: flag('只列已停用的', 'only those out of service'),
    ...paging,
  },
  example: 'facility list --town shaxi',
  run({ kind, town, circle, q, retired, all, limit, cursor }, kz) {
    return showPages<FacilityItem>(
      kz,
      {
        path: '/facilities',
        query: { kind, town, circle, q, ...(retired && { retired }) },
        nothing: { zh: '没有这样的设施。', en: 'There is no such facility.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '名称', en: 'NAME' }, cell: ({ name }) => name },
          { head: { zh: '镇', en: 'TOWN' }, cell: (facility) => facility.town },
          { head: { zh: '生活圈', en: 'CIRCLES' }, cell: ({ circles }) => circles.join(', ') },
          { head: { zh: '社区', en: 'COMMUNITY' }, cell: ({ community }) => community },
          { head: { zh: '运营单位', en: 'OPERATOR' }, cell: ({ operator }) => operator },
        ],
      },
      { all, limit, cursor },
    )
  },
})
