// Towns, zones and circles: data of seeds/, held in the register so that facilities refer to something that is there.
import type { Words } from '../facilities/define.ts'
import type { Candidate } from '../facilities/did-you-mean.ts'
import { circles, type Circle as SeedCircle } from '../seeds/circles.ts'
import { type Town, towns, type Zone, zones } from '../seeds/towns.ts'
import type { Circle } from './circles.ts'
import type { RegisterDatabase } from './database.ts'

type Table = 'town' | 'zone' | 'circle'

export interface CircleFilter {
  readonly town?: string
  readonly recognised?: boolean
  readonly demo?: boolean
}

/** Brings the tables up to date with seeds/; writes nothing when they are. Circles invented for the demonstration come with it. */
export function loadReference(database: RegisterDatabase): void {
  load(database, 'town', towns)
  load(database, 'zone', zones)
  loadCircles(
    database,
    circles.filter((circle) => !circle.demo),
  )
}

export const loadDemoCircles = (database: RegisterDatabase): void => loadCircles(database, circles)

export const allTowns = (database: RegisterDatabase): Town[] => read<Town>(database, 'town')
export const allZones = (database: RegisterDatabase): Zone[] => read<Zone>(database, 'zone')

export function circlesOf(database: RegisterDatabase, filter: CircleFilter = {}): Circle[] {
  return read<Circle>(database, 'circle').filter((circle) =>
    (['town', 'recognised', 'demo'] as const).every((field) => filter[field] === undefined || circle[field] === filter[field]),
  )
}

/** Puts a circle as people have it in the place of the one that was there; seeds/ leave it alone from then on. */
export function enterCircle(database: RegisterDatabase, circle: Circle): Circle {
  database.run(
    `INSERT INTO circle (id, position, record, entered) VALUES (?, ?, ?, 1)
     ON CONFLICT DO UPDATE SET record = excluded.record, entered = 1`,
    circle.id,
    enteredFrom + circlesOf(database).length,
    JSON.stringify(circle),
  )
  return circle
}

/** Those that people entered come after those of seeds/. */
const enteredFrom = 1_000_000

/** A town or circle that a facility may name. */
export const isKnown = (database: RegisterDatabase, table: 'town' | 'circle', id: string): boolean =>
  database.get(`SELECT 1 FROM ${table} WHERE id = ?`, id) !== undefined

export const candidatesOf = (database: RegisterDatabase, table: 'town' | 'circle'): Candidate[] =>
  read<{ id: string; name: Words }>(database, table).map(({ id, name }) => ({ id, names: [name.zh, name.en] }))

// A position for each circle of seeds/, so that those of the demonstration come in their places.
const loadCircles = (database: RegisterDatabase, wanted: readonly SeedCircle[]): void =>
  load(database, 'circle', wanted, (circle) => circles.indexOf(circle))

function load<Entry extends { readonly id: string }>(
  database: RegisterDatabase,
  table: Table,
  entries: readonly Entry[],
  position: (entry: Entry) => number = (entry) => entries.indexOf(entry),
): void {
  const rows = entries.map((entry) => ({ id: entry.id, position: position(entry), record: JSON.stringify(entry) }))
  const entered = table === 'circle' ? 'entered = 1 OR' : ''
  const differs = ({ id, position, record }: (typeof rows)[number]) =>
    !database.get(`SELECT 1 FROM ${table} WHERE id = ? AND (${entered} position = ? AND record = ?)`, id, position, record)
  const changed = rows.filter(differs)
  if (changed.length === 0) return
  const upsert = `INSERT INTO ${table} (id, position, record) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET position = excluded.position, record = excluded.record`
  database.change(() => {
    for (const { id, position, record } of changed) database.run(upsert, id, position, record)
  })
}

const read = <Entry>(database: RegisterDatabase, table: Table): Entry[] =>
  database.all<{ record: string }>(`SELECT record FROM ${table} ORDER BY position`).map(({ record }) => JSON.parse(record) as Entry)
