// The columns of what is exported, in the order in which they are written.
import { z } from 'zod'
import type { FacilityKind, Words } from '../../../facilities/define.ts'
import { storedName } from '../../store/field-names.ts'
import { rollupColumns } from '../../store/rollup-names.ts'
import { words } from '../answers.ts'
import { fieldsOf } from '../fields.ts'

export const exportColumn = z.object({
  name: z.string(),
  type: z.enum(['time', 'number', 'text']).describe('time: ms since 1970 UTC'),
  unit: z.string().optional(),
  label: words,
})
export type ExportColumn = z.output<typeof exportColumn>

const column = (name: string, type: ExportColumn['type'], zh: string, en: string): ExportColumn => ({ name, type, label: { zh, en } })

/** Every row of a store begins with these. */
const common: readonly ExportColumn[] = [
  column('time', 'time', '时间', 'time'),
  column('n', 'number', '同一毫秒内的序号', 'tells apart what is of one millisecond'),
  column('device', 'text', '设备', 'device'),
  column('kind', 'text', '类型', 'kind'),
  column('facility', 'text', '设施', 'facility'),
  column('circle', 'text', '生活圈', 'circle'),
  column('town', 'text', '镇（街道）', 'town'),
  column('received', 'time', '收到时间', 'received'),
  column('quality', 'text', '质量', 'quality'),
  column('reason', 'text', '质量原因', 'reason of the quality'),
]

/** An hour of receipt of a device. */
export const ledgerColumns: readonly ExportColumn[] = [
  column('hour', 'time', '收到的小时', 'hour of receipt'),
  column('device', 'text', '设备', 'device'),
  column('kind', 'text', '类型', 'kind'),
  column('received', 'number', '收到', 'received'),
  column('stored', 'number', '入库', 'stored'),
  column('duplicate', 'number', '重复', 'duplicate'),
  column('quarantined', 'number', '隔离', 'quarantined'),
]

export const stateColumns: readonly ExportColumn[] = [
  ...common,
  column('state', 'text', '状态', 'state'),
  column('cause', 'text', '状态原因', 'cause of the state'),
]

/** The fields of a kind under the names they are stored under, so that none is taken for one of ours. */
export const readingColumns = ({ telemetry }: FacilityKind): ExportColumn[] => [
  ...common,
  ...Object.entries(telemetry).map(
    ([name, field]): ExportColumn => ({
      name: storedName(name),
      type: field.type === 'state' ? 'text' : 'number',
      ...('unit' in field && { unit: field.unit }),
      label: field.label,
    }),
  ),
]

const ofBucket = new Set(['time', 'device', 'kind', 'facility', 'circle', 'town'])

/** Of hourly and daily values: what is common to a bucket, and its values under their own names. */
export const bucketColumns = (kind: FacilityKind): ExportColumn[] => [
  ...common.filter(({ name }) => ofBucket.has(name)),
  ...rollupColumns(kind).map(({ name, type }) => column(name, type === 'TEXT' ? 'text' : 'number', name, name)),
]

/** A field of an event is called event.field, as everywhere in the API. */
export const eventColumns = (kind: FacilityKind): ExportColumn[] => [
  ...common,
  column('event', 'text', '事件', 'event'),
  column('id', 'text', '事件编号', 'id of the event'),
  ...[...fieldsOf(kind)].flatMap(([name, { event, field, type }]): ExportColumn[] => {
    if (event === undefined) return []
    const { zh, en }: Words = kind.events[event]?.label ?? { zh: event, en: event }
    return [{ name, type: type === 'number' ? 'number' : 'text', label: { zh: `${zh}：${field}`, en: `${en}: ${field}` } }]
  }),
]
