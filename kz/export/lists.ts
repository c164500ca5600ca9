// Lists that the API pages already, as sheets.
import type { Words } from '../../facilities/define.ts'
import type { Query } from '../http/api.ts'
import type { Kz } from '../kz.ts'
import { patiently } from './patience.ts'
import type { Cell, ExportColumn, ExportPage } from './sheet.ts'

interface List {
  readonly path: string
  /** Asked for one after the other. */
  readonly queries: readonly Query[]
  readonly columns: readonly ExportColumn[]
  /** Filters it takes. */
  readonly filters: readonly string[]
}

type Item = Readonly<Record<string, unknown>>

const column = (name: string, type: ExportColumn['type'], zh: string, en: string): ExportColumn => ({
  name,
  type,
  label: { zh, en } satisfies Words,
})

export const lists = {
  devices: {
    path: '/devices',
    queries: [{}, { retired: true }],
    filters: ['kind', 'town', 'circle', 'facility'],
    columns: [
      column('id', 'text', '编号', 'id'),
      column('kind', 'text', '类型', 'kind'),
      column('facility', 'text', '设施', 'facility'),
      column('town', 'text', '镇（街道）', 'town'),
      column('circles', 'text', '生活圈', 'circles'),
      column('vendor', 'text', '厂家', 'vendor'),
      column('model', 'text', '型号', 'model'),
      column('adapter', 'text', '适配器', 'adapter'),
      column('commissioned', 'time', '投用', 'commissioned'),
      column('every', 'number', '间隔（秒）', 'interval in seconds'),
      column('state', 'text', '状态', 'state'),
      column('since', 'time', '自', 'since'),
      column('cause', 'text', '状态原因', 'cause of the state'),
      column('lastSeen', 'time', '最近收到', 'last seen'),
      column('retired', 'time', '停用', 'retired'),
    ],
  },
  facilities: {
    path: '/facilities',
    queries: [{}],
    filters: ['town', 'circle'],
    columns: [
      column('id', 'text', '编号', 'id'),
      column('name', 'text', '名称', 'name'),
      column('town', 'text', '镇（街道）', 'town'),
      column('circles', 'text', '生活圈', 'circles'),
      column('community', 'text', '社区（村）', 'community'),
      column('operator', 'text', '运营单位', 'operator'),
      column('latitude', 'number', '纬度', 'latitude'),
      column('longitude', 'number', '经度', 'longitude'),
      column('households', 'number', '户数', 'households'),
      column('functions', 'text', '功能', 'functions'),
      column('commissioned', 'time', '投用', 'commissioned'),
      column('retired', 'time', '停用', 'retired'),
    ],
  },
} as const satisfies Readonly<Record<string, List>>

export async function* listPages(
  { api }: Kz,
  { path, queries, columns }: List,
  asked: Query,
  patience: number,
): AsyncGenerator<ExportPage> {
  let done = 0
  for (const query of queries) {
    for (let cursor: string | undefined; ; ) {
      const ask = () => api.get<Readonly<Record<string, unknown>>>(path, { ...asked, ...query, limit: 500, cursor })
      const answer = await patiently(ask, patience)
      const found = answer.items as readonly Item[]
      done += found.length
      yield { columns, rows: found.map((item) => columns.map(({ name }) => cell(item[name]))), done, total: 0 }
      cursor = answer.next as string | undefined
      if (cursor === undefined) break
    }
  }
}

function cell(value: unknown): Cell {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' || typeof value === 'string') return value
  return Array.isArray(value) ? value.join(',') : String(value)
}
