import type { Words } from '../../../facilities/define.ts'
import type { Adoption, Suspect, SuspectSort } from '../../indicators/indicators.ts'
import { countCell, shareCell } from '../cells.ts'
import type { Gathered } from '../gathered.ts'
import { scopeName } from '../naming.ts'
import type { Table } from '../report-data.ts'
import { column, tableOf } from './table.ts'

export const suspectWords: Readonly<Record<SuspectSort, Words>> = {
  'heartbeat-only': { zh: '只有心跳', en: 'heartbeat only' },
  frozen: { zh: '数值不变', en: 'values that never change' },
  identical: { zh: '数据雷同', en: 'identical series' },
  'counted-twice': { zh: '重复接入', en: 'counted twice' },
}

export const suspectsOf = ({ suspects }: Adoption): number => Object.values(suspects).reduce((sum, count) => sum + count, 0)

/** Installed, online, used, by town (in the report) or kind (in the workbook). */
export function adoptionTable({ adoption, names }: Gathered, by: 'towns' | 'kinds'): Table {
  const what = { towns: { zh: '各镇（区、街道）', en: 'town' }, kinds: { zh: '各业态', en: 'kind' } }[by]
  const rows = [...(adoption.city ? [adoption.city] : []), ...adoption[by]]
  return tableOf<Adoption>(
    {
      id: `adoption-${by}`,
      title: { zh: `${what.zh}设备安装、在线与使用情况`, en: `Devices installed, online and used, by ${what.en}` },
      sheet: { towns: { zh: '安装在线使用', en: 'Adoption' }, kinds: { zh: '业态', en: 'Kinds' } }[by],
      note: {
        zh: '在线：本期收到过数据；使用：本期有使用记录（无使用事件的类型为有有效读数）；疑似异常：待核实的设备，按类别计，同一设备可计入多类。',
        en: 'Online: heard in the period. Used: at least one use (kinds without uses: a valid reading). Suspects are to be checked; a device may count under several sorts.',
      },
      columns: [
        column('scope', by === 'towns' ? { zh: '镇（区、街道）', en: 'Town' } : { zh: '业态', en: 'Kind' }, 20, 'left', ({ scope }) =>
          scopeName(names, scope),
        ),
        column('installed', { zh: '安装（台）', en: 'Installed' }, 12, 'right', ({ installed }) => countCell(installed)),
        column('online', { zh: '在线（台）', en: 'Online' }, 12, 'right', ({ online }) => countCell(online)),
        column('used', { zh: '使用（台）', en: 'Used' }, 12, 'right', ({ used }) => countCell(used)),
        column('share', { zh: '使用占安装（%）', en: 'Used of installed (%)' }, 14, 'right', ({ used, installed }) =>
          shareCell(installed === 0 ? null : used / installed),
        ),
        column('suspects', { zh: '疑似异常（台次）', en: 'Suspects' }, 14, 'right', (each) => countCell(suspectsOf(each))),
      ],
    },
    rows,
  )
}

export function suspectsTable({ suspects, names, hasMoreSuspects }: Gathered): Table {
  return tableOf<Suspect>(
    {
      id: 'suspects',
      title: { zh: '疑似异常设备清单', en: 'Devices to be checked' },
      sheet: { zh: '疑似异常设备', en: 'Suspects' },
      ...(hasMoreSuspects && { note: { zh: '清单较长，仅列前一部分，其余见平台。', en: 'Only the first of a longer list.' } }),
      columns: [
        column('sort', { zh: '类别', en: 'Sort' }, 14, 'left', ({ sort }) => suspectWords[sort]),
        column('device', { zh: '设备', en: 'Device' }, 26, 'left', ({ device }) => device),
        column('town', { zh: '镇（区、街道）', en: 'Town' }, 14, 'left', ({ town }) => scopeName(names, `town:${town}`)),
        column('facility', { zh: '设施', en: 'Facility' }, 22, 'left', ({ facility }) => facility),
        column('others', { zh: '相关设备', en: 'Others' }, 24, 'left', ({ others }) => others.join('、')),
        column('reason', { zh: '情况', en: 'What was found' }, 36, 'left', ({ reason }) => reason),
      ],
    },
    suspects,
  )
}
