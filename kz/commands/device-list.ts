import { type DeviceItem, deviceStates, stateWords } from '../device-states.ts'
import { choice, defineCommand, flag, text } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { age, localTime } from '../terminal/times.ts'

export const deviceList = defineCommand({
  name: 'device list',
  summary: { zh: '列出设备及其状态', en: 'Devices with their states' },
  options: {
    kind: text('KIND', '只列此类型', 'only of this kind'),
    town: text('TOWN', '只列此镇（街道）', 'only in this town'),
    circle: text('CIRCLE', '只列此生活圈', 'only in this circle'),
    facility: text('FACILITY', '只列此设施', 'only in this facility'),
    state: choice(['online', 'sleeping', 'offline', 'lost', 'silent', 'unknown'], '只列此状态', 'only in this state'),
    q: text('TEXT', '编号或设施名称含此文字', 'part of the id, or of the name of its facility'),
    retired: flag('只列已停用的', 'only those out of service'),
    ...paging,
  },
  example: 'device list --kind freezer --state lost --all',
  run({ retired, all, limit, cursor, kind, town, circle, facility, state, q }, kz) {
    const now = Date.now()
    return showPages<DeviceItem>(
      kz,
      {
        path: '/devices',
        query: { kind, town, circle, facility, state, q, ...(retired && { retired }) },
        nothing: { zh: '没有这样的设备。', en: 'There is no such device.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '类型', en: 'KIND' }, cell: (device) => device.kind },
          {
            head: { zh: '状态', en: 'STATE' },
            cell: (device) => kz.say(stateWords(device.state)),
            style: (device) => deviceStates[device.state]?.style,
          },
          { head: { zh: '自', en: 'SINCE' }, cell: ({ since }) => localTime(since, kz.zone) },
          { head: { zh: '最近收到', en: 'LAST SEEN' }, cell: ({ lastSeen }) => (lastSeen ? age(lastSeen, now, kz.language) : '–') },
          { head: { zh: '设施', en: 'FACILITY' }, cell: (device) => device.facility },
          { head: { zh: '镇', en: 'TOWN' }, cell: (device) => device.town },
          { head: { zh: '型号', en: 'MODEL' }, cell: ({ vendor, model }) => [vendor, model].filter(Boolean).join(' ') },
        ],
      },
      { all, limit, cursor },
    )
  },
})
