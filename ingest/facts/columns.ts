/**
 * What is counted for a device in a slice of time. This table makes the schema of facts.sqlite, the roll-up into days, the sums that
 * indicators are made of and the words of the evidence; docs/indicators.md says how each is counted.
 */
import type { Words } from '../../facilities/define.ts'

/**
 * How slices become days, and days sums. `sum`: added; `least`: the smallest that is known; `last`: the latest that is known; `runs`: put one
 * behind the other (runs.ts); `digest`: a digest of the digests.
 */
type Fold = 'sum' | 'least' | 'last' | 'runs' | 'digest'

export interface FactColumn {
  readonly fold: Fold
  /** `s`: seconds, whole minutes of them; `mWh`: 10⁻⁶ kWh; `ms`; `fen`; `min`: thing-minutes; `n`: a count. */
  readonly unit: 's' | 'mWh' | 'ms' | 'fen' | 'min' | 'n' | 'text'
  readonly label: Words
}

const column =
  (fold: Fold) =>
  (unit: FactColumn['unit'], zh: string, en: string): FactColumn => ({ fold, unit, label: { zh, en } })
const sum = column('sum')
const least = column('least')
const last = column('last')
const runs: Fold = 'runs'

export const factColumns = {
  registered: sum('s', '应在册时长', 'registered time'),
  suspended: sum('s', '批准停用时长', 'approved suspension'),
  online: sum('s', '在线时长', 'online time'),
  service: sum('s', '应服务时长', 'service time'),
  /** Of service time: by the kind's `service` words. Their sum is `service` for kinds that have such words, else all are 0. */
  good: sum('s', '可服务时长', 'serving'),
  bad: sum('s', '不可服务时长', 'not serving'),
  unknown: sum('s', '状态未知时长', 'state unknown'),
  /** Of registered time, declared hours or not; for chargers. */
  outage: sum('s', '中断时长', 'outage'),
  outageUnknown: sum('s', '中断未知时长', 'outage unknown'),
  outageExcluded: sum('s', '核准不计的中断时长', 'outage excluded by approval'),
  unknownExcluded: sum('s', '核准不计期间的未知时长', 'unknown within an excluded outage'),
  /** Of service time, by limits of temperature. */
  coldGood: sum('s', '温度合规时长', 'temperature within limits'),
  coldBad: sum('s', '温度超限时长', 'temperature outside limits'),
  coldUnknown: sum('s', '温度未知时长', 'temperature unknown'),
  coldSevere: sum('s', '严重超温时长', 'temperature far outside limits'),
  doorOpen: sum('s', '开门时长', 'door open'),
  /** Of service time in which the counts are known. */
  laneMinutes: sum('min', '货道·分钟', 'lane-minutes'),
  emptyLaneMinutes: sum('min', '缺货货道·分钟', 'empty lane-minutes'),
  stockKnown: sum('s', '库存已知时长', 'stock known'),
  /** Of registered time in which the counts are known. */
  compartmentMinutes: sum('min', '格口·分钟', 'compartment-minutes'),
  faultyMinutes: sum('min', '故障格口·分钟', 'faulty compartment-minutes'),
  compartmentsKnown: sum('s', '格口已知时长', 'compartments known'),
  compartmentsLast: last('n', '最近格口数', 'compartments at last'),
  faultyLeast: least('n', '最少故障格口数', 'least faulty compartments'),
  expected: sum('n', '应报次数', 'expected slots'),
  distinct: sum('n', '实报次数', 'distinct valid slots'),
  readings: sum('n', '有效读数', 'valid readings'),
  timely: sum('n', '及时读数', 'timely readings'),
  badReadings: sum('n', '不良读数', 'readings of bad quality'),
  heard: sum('n', '收到报文的分钟数', 'minutes in which it was heard'),
  uses: sum('n', '使用次数', 'uses'),
  saleLines: sum('n', '销售行数', 'sale lines'),
  tracedLines: sum('n', '可追溯销售行数', 'traceable sale lines'),
  saleFen: sum('fen', '销售额', 'sales'),
  tracedFen: sum('fen', '可追溯销售额', 'traceable sales'),
  starts: sum('n', '授权启动次数', 'authorised starts'),
  startsCancelled: sum('n', '用户取消次数', 'starts cancelled by the user'),
  startsDelivered: sum('n', '成功启动次数', 'starts that delivered'),
  countBook: sum('n', '账面库存', 'book stock at counts'),
  countDifference: sum('n', '盘点差异', 'difference at counts'),
  deposits: sum('n', '投件数', 'parcels deposited'),
  parcelsDue: sum('n', '到期件数', 'parcels whose time ended'),
  parcelsOverdue: sum('n', '超期件数', 'parcels overdue'),
  /** Steps of the kind's total: delivered by a port, drawn through a meter, used by a machine. */
  energy: sum('mWh', '电量', 'energy'),
  sessionEnergy: sum('mWh', '充电电量（按次）', 'energy of sessions'),
  /** Least distance between receipt and own time of a valid reading; unknown without one. */
  clockError: least('ms', '时钟误差', 'clock error'),
  clockMarked: sum('n', '时钟被更正的读数', 'readings with a corrected time'),
  /** Readings with any value that differs from the one before. */
  changes: sum('n', '有变化的读数', 'readings that changed'),
  /** States minute by minute, as `G57B3`: G good, B bad, U unknown, S suspended, - not registered; for kinds with `service`. */
  serviceRuns: { fold: runs, unit: 'text', label: { zh: '服务状态', en: 'service minute by minute' } },
  /** The same of the temperature. */
  coldRuns: { fold: runs, unit: 'text', label: { zh: '温度状态', en: 'temperature minute by minute' } },
  /** Empty lanes minute by minute, as `0x30 2x12 ?x18 -x60`; `-`: not registered or suspended. */
  stockRuns: { fold: runs, unit: 'text', label: { zh: '缺货货道', en: 'empty lanes minute by minute' } },
  /** Of the values of the valid readings and their places in the hour, so that two devices that tell the same are found; null without any. */
  digest: { fold: 'digest', unit: 'text', label: { zh: '读数摘要', en: 'digest of the readings' } },
} as const satisfies Readonly<Record<string, FactColumn>>

export type FactName = keyof typeof factColumns

/** Those that are numbers: null where nothing is known (`least`, `last`), never for sums. */
export type FactText = 'serviceRuns' | 'coldRuns' | 'stockRuns' | 'digest'
export type FactNumber = Exclude<FactName, FactText>
type Nullable = 'clockError' | 'faultyLeast' | 'compartmentsLast'

export type FactSums = { readonly [Name in Exclude<FactNumber, Nullable>]: number } & { readonly [Name in Nullable]: number | null }
export type Facts = FactSums & { readonly [Name in FactText]: string | null }
