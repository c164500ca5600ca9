import { titleOf } from '../../../register/tasks.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'

export const registerConsistency: Indicator = {
  ...titleOf('17-4'),
  formula: {
    version: 1,
    text: {
      zh: '一致率 = 期末在用、期内收到过报文且没有因类型不符被拒的设备数 ÷（期末在用的设备数 + 期内来报文而未登记的设备数）。未登记的设备计入全市和类型；凭认领码等候接入且注明设施的，也计入所在镇。',
      en: 'Consistency = devices in service at the end, heard in the period, and never refused for the wrong kind ÷ (devices in service at the end + devices heard without being registered). A device that is not registered counts for the city and its kind; one that waits under a claim for a facility also for its town.',
    },
    numerator: { label: { zh: '台账与实际一致的设备', en: 'devices as registered' }, unit: unitWords.devices },
    denominator: { label: { zh: '登记或收到报文的设备', en: 'devices registered or heard' }, unit: unitWords.devices },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'F'],
  readers: ['commerce'],
  onConsent: [],
  suggestion: { zh: '可从98起步', en: '98 to start with' },
  readWith: ['17-1'],
  feed: fedBy(feeds.any),
  count: devices,
}

function* devices(world: World): Iterable<Contribution> {
  const heard = new Set(world.parts.filter(({ heard: minutes }) => minutes > 0).map(({ device }) => device))
  for (const { id: device, kind, facility, town, circles } of world.register.devices) {
    const isMistaken = world.mistaken.has(device)
    const numerator = heard.has(device) && !isMistaken ? 1 : 0
    yield { device, kind, facility, town, circles, numerator, denominator: 1, ...(isMistaken && { parts: { mistaken: 1 } }) }
  }
  for (const { device, kind, town } of world.strangers) {
    yield { device, kind, town, circles: [], numerator: 0, denominator: 1, parts: { unregistered: 1 } }
  }
}
