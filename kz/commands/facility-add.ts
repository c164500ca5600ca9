import { facilityOptions, isPublicOf } from '../facility-options.ts'
import { show } from '../kz.ts'
import { defineCommand, needed, positional, text } from '../line/command.ts'
import { serviceHoursOf } from '../service-hours.ts'

export const facilityAdd = defineCommand({
  name: 'facility add',
  summary: { zh: '登记一处设施', en: 'Register a facility' },
  positionals: { id: positional('ID', '设施编号', 'the id the facility shall have') },
  options: {
    name: needed(text('NAME', '名称', 'its name')),
    town: needed(text('TOWN', '所在镇（街道）', 'the town it is in')),
    ...facilityOptions,
  },
  example: 'facility add loudong-f001 --name 惠阳小区 --town loudong --circles huiyang',
  async run({ hours, public: isPublic, ...said }, kz) {
    const body = { ...said, hours: serviceHoursOf(hours), public: isPublicOf(isPublic) }
    const { id, name } = said
    const facility = await kz.api.post<{ id: string; town: string }>('/facilities', body)
    show(kz, facility, () =>
      kz.out.line(kz.say({ zh: `已登记设施 ${id}（${name}）。`, en: `The facility ${id} (${name}) is registered.` })),
    )
  },
})
