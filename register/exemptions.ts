/**
 * Approved suspensions and excluded outages. They may overlap; how each is counted is docs/indicators.md's to say. One entered wrong is
 * withdrawn and stays readable.
 */
import { exemptionChecks, fieldFaults, reasonChecks } from './checks.ts'
import { findDevice } from './devices.ts'
import { findFacility } from './facilities.ts'
import { type Fault, isWrong, refuse } from './fault.ts'
import { invalid, notFound } from './faults.ts'
import { guessDevice, guessFacility } from './guesses.ts'
import { type Page, type PageRequest, pageBounds, pageOf, where } from './pages.ts'
import { assignmentsOf } from './places.ts'
import type { Register } from './register.ts'

export interface Exemption {
  readonly id: string
  readonly facility: string
  /** Absent: all devices that are there. */
  readonly device?: string
  /** suspension: out of the register for that time; excluded-outage: in the register, but an outage is not counted. */
  readonly sort: 'suspension' | 'excluded-outage'
  readonly from: number
  /** Absent: until further notice. */
  readonly to?: number
  /** Number of the document that approves it, and its date as 2026-11-24. */
  readonly document: string
  readonly date: string
  readonly reason: string
  readonly author: string
  readonly recorded: number
  readonly withdrawn?: number
  readonly withdrawnBy?: string
  readonly withdrawnReason?: string
}

export type NewExemption = Pick<Exemption, 'facility' | 'device' | 'sort' | 'from' | 'to' | 'document' | 'date' | 'reason'>

export interface ExemptionFilter {
  readonly facility?: string
  /** Those of the device, and those of all devices of a facility where it ever was. */
  readonly device?: string
  readonly sort?: Exemption['sort']
  /** Those that touch [from, to). */
  readonly from?: number
  readonly to?: number
  /** Not given or false: those that hold; true: the withdrawn ones. */
  readonly withdrawn?: boolean | 'all'
}

interface ExemptionRow {
  id: number
  facility: string
  device: string | null
  sort: Exemption['sort']
  from_time: number
  to_time: number | null
  document: string
  date: string
  reason: string
  author: string
  recorded: number
  withdrawn: number | null
  withdrawn_by: string | null
  withdrawn_reason: string | null
}

/** Throws a RegisterFault with everything that is wrong. */
export function addExemption(register: Register, exemption: NewExemption, author: string): Exemption {
  const { database } = register
  const added = database.change(() => {
    refuse(exemptionFaults(register, exemption))
    const { facility, device = null, sort, from, to = null, document, date, reason } = exemption
    const columns = 'facility, device, sort, from_time, to_time, document, date, reason, author, recorded'
    const insert = `INSERT INTO exemption (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    database.run(insert, facility, device, sort, from, to, document, date, reason, author, register.now())
    return database.get<ExemptionRow>('SELECT * FROM exemption WHERE id = last_insert_rowid()') as ExemptionRow
  })
  register.version()
  return exemptionOf(added)
}

/** Undefined: there is none of that id. Once withdrawn it stays so, with the first reason. */
export function withdrawExemption(register: Register, id: string, reason: string, author: string): Exemption | undefined {
  refuse(fieldFaults({ reason }, reasonChecks))
  const { database } = register
  const withdraw = 'UPDATE exemption SET withdrawn = ?, withdrawn_by = ?, withdrawn_reason = ? WHERE id = ? AND withdrawn IS NULL'
  if (rowOf(register, id)?.withdrawn === null) database.change(() => database.run(withdraw, register.now(), author, reason, id))
  register.version()
  const row = rowOf(register, id)
  return row && exemptionOf(row)
}

/** What is wrong with a new one, whatever it looks like. */
export function exemptionFaults({ database }: Register, exemption: object): Fault[] {
  const { facility, device, from, to } = exemption as NewExemption
  const faults = fieldFaults(exemption, exemptionChecks)
  const hasSite = !isWrong(faults, 'facility') && findFacility(database, facility) !== undefined
  const isBackwards = !isWrong(faults, 'from') && !isWrong(faults, 'to') && to !== undefined && to <= from
  return [
    ...faults,
    ...(isWrong(faults, 'facility') || hasSite ? [] : [notFound('facility', facility, 'facility', guessFacility(database, facility))]),
    ...(isBackwards ? [invalid('to', { zh: '结束时间必须晚于开始时间。', en: 'The end must be later than the beginning.' })] : []),
    ...(hasSite && device !== undefined && !isWrong(faults, 'device') ? deviceFaults() : []),
  ]

  function deviceFaults(): Fault[] {
    const id = device as string
    if (!findDevice(database, id)) return [notFound('device', id, 'device', guessDevice(database, id))]
    if (assignmentsOf(database, id).some((assignment) => assignment.facility === facility)) return []
    return [
      invalid('device', {
        zh: `设备 ${id} 从未在设施 ${facility}。请填写它当时所在的设施。`,
        en: `The device ${id} never was at the facility ${facility}. Give the facility where it was at the time.`,
      }),
    ]
  }
}

/** In the order in which they were entered. */
export function exemptions({ database }: Register, filter: ExemptionFilter = {}): Exemption[] {
  const { sql, values } = conditions(filter, 0)
  return database.all<ExemptionRow>(`SELECT * FROM exemption ${sql} ORDER BY id`, ...values).map(exemptionOf)
}

/** The same page by page. */
export function exemptionPage({ database }: Register, filter: ExemptionFilter & PageRequest): Page<Exemption> {
  const { after, rows } = pageBounds(filter)
  const { sql, values } = conditions(filter, Number(after))
  return pageOf(database.all<ExemptionRow>(`SELECT * FROM exemption ${sql} ORDER BY id LIMIT ?`, ...values, rows).map(exemptionOf), rows)
}

function conditions({ facility, device, sort, from, to, withdrawn = false }: ExemptionFilter, after: number) {
  const hold = withdrawn ? 'withdrawn IS NOT NULL' : 'withdrawn IS NULL'
  const siteOf = '(device IS NULL AND facility IN (SELECT facility FROM assignment WHERE device = ?))'
  return where(
    ['id > ?', after],
    ['facility = ?', facility],
    [`(device = ? OR ${siteOf})`, device, device],
    ['sort = ?', sort],
    ['(to_time IS NULL OR to_time > ?)', from],
    ['from_time < ?', to],
    [withdrawn === 'all' ? '' : hold],
  )
}

const rowOf = ({ database }: Register, id: string): ExemptionRow | undefined =>
  /^\d{1,15}$/.test(id) ? database.get<ExemptionRow>('SELECT * FROM exemption WHERE id = ?', Number(id)) : undefined

function exemptionOf(row: ExemptionRow): Exemption {
  const { id, facility, device, sort, document, date, reason, author, recorded, withdrawn } = row
  return {
    id: String(id),
    facility,
    ...(device !== null && { device }),
    sort,
    from: row.from_time,
    ...(row.to_time !== null && { to: row.to_time }),
    document,
    date,
    reason,
    author,
    recorded,
    ...(withdrawn !== null && { withdrawn }),
    ...(row.withdrawn_by !== null && { withdrawnBy: row.withdrawn_by }),
    ...(row.withdrawn_reason !== null && { withdrawnReason: row.withdrawn_reason }),
  }
}
