import { show } from '../kz.ts'
import { decimal, defineCommand, list, needed, positional, text, whole } from '../line/command.ts'

export const facilityAdd = defineCommand({
  name: 'facility add',
  summary: { zh: '登记一处设施', en: 'Register a facility' },
  positionals: { id: positional('ID', '设施编号', 'the id the facility shall have') },
  options: {
    name: needed(text('NAME', '名称', 'its name')),
    town: needed(text('TOWN', '所在镇（街道）', 'the town it is in')),
    circles: list('A,B', '所属生活圈，逗号分隔', 'the circles it belongs to, separated by commas'),
    community: text('NAME', '社区', 'community'),
    operator: text('NAME', '运营单位', 'who runs it'),
    latitude: decimal('DEGREES', [-90, 90], '纬度（WGS-84）', 'latitude (WGS-84)'),
    longitude: decimal('DEGREES', [-180, 180], '经度（WGS-84）', 'longitude (WGS-84)'),
    functions: list('A,B', '功能，逗号分隔', 'its functions, separated by commas'),
    households: whole('N', [0, 10_000_000], '覆盖户数', 'households it serves'),
  },
  example: 'facility add loudong-f001 --name 惠阳小区 --town loudong --circles huiyang',
  async run({ id, name, town, circles, community, operator, latitude, longitude, functions, households }, kz) {
    const body = { id, name, town, circles, community, operator, latitude, longitude, functions, households }
    const facility = await kz.api.post<{ id: string; town: string }>('/facilities', body)
    show(kz, facility, () =>
      kz.out.line(kz.say({ zh: `已登记设施 ${id}（${name}）。`, en: `The facility ${id} (${name}) is registered.` })),
    )
  },
})
