import { facilityOptions, isPublicOf } from '../facility-options.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, list, positional, text } from '../line/command.ts'
import { serviceHoursOf } from '../service-hours.ts'

export const facilityChange = defineCommand({
  name: 'facility change',
  summary: { zh: '更改设施；此前的统计仍按原来的登记', en: 'Change a facility; what was counted before stays with what was stated then' },
  more: {
    zh: '户数、功能、营业时间、保管时长、是否公开和位置自 --since 起有效；要更正错误的登记，请填该条登记自己的时间（见 GET /facilities/ID 的 terms）。',
    en: 'Households, functions, hours, retention, public and the place hold from --since on; to correct a wrong statement give its own time (terms of GET /facilities/ID).',
  },
  positionals: { id: positional('ID', '设施编号', 'id of the facility') },
  options: {
    name: text('NAME', '名称', 'its name'),
    town: text('TOWN', '所在镇（街道）', 'the town it is in'),
    ...facilityOptions,
    clear: list('A,B', '清空的字段，逗号分隔，如 hours,community', 'fields to take away, separated by commas, such as hours,community'),
    since: text('TIME', '自何日或何时起，默认现在', 'from which day or time on; now when not given'),
  },
  example: 'facility change loudong-f001 --households 640 --since 2026-11-01',
  async run({ id, clear = [], hours, public: isPublic, ...said }, kz) {
    const cleared = Object.fromEntries(clear.map((name) => [name, null]))
    const body = { ...said, hours: serviceHoursOf(hours), public: isPublicOf(isPublic), ...cleared }
    const facility = await kz.api.patch<{ name: string }>(`/facilities/${inPath(id)}`, body)
    show(kz, facility, ({ name }) =>
      kz.out.line(kz.say({ zh: `已更改设施 ${id}（${name}）。`, en: `The facility ${id} (${name}) is changed.` })),
    )
  },
})
