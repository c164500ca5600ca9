import { choice, defineCommand } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { isInForce, type SavedMapping, scopeOptions, scopeText } from '../saved-mapping.ts'
import { localTime } from '../terminal/times.ts'

export const mappingList = defineCommand({
  name: 'mapping list',
  summary: { zh: '列出映射', en: 'Mappings' },
  options: {
    ...scopeOptions,
    versions: choice(['latest', 'all'], '只列最新版（默认）或全部版本', 'the latest only (as a rule), or all versions'),
    ...paging,
  },
  example: 'mapping list --kind freezer',
  run({ device, kind, model, versions, all, limit, cursor }, kz) {
    return showPages<SavedMapping>(
      kz,
      {
        path: '/mappings',
        query: { device, kind, model, versions },
        nothing: { zh: '没有这样的映射。', en: 'There is no such mapping.' },
        columns: [
          { head: { zh: '用于', en: 'FOR' }, cell: scopeText },
          { head: { zh: '版本', en: 'VERSION' }, cell: ({ version }) => version, align: 'right' },
          { head: { zh: '保存', en: 'SAVED' }, cell: ({ created }) => localTime(created, kz.zone) },
          { head: { zh: '由', en: 'BY' }, cell: ({ author }) => author },
          {
            head: { zh: '字段', en: 'FIELDS' },
            cell: (mapping) =>
              isInForce(mapping) ? Object.keys(mapping.fields).join(', ') : kz.say({ zh: '（已撤销）', en: '(out of force)' }),
          },
        ],
      },
      { all, limit, cursor },
    )
  },
})
