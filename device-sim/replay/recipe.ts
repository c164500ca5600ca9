import type { FacilityKind } from '../../facilities/define.ts'
import { targetName } from '../../facilities/mapping/record-faults.ts'
import type { MadeField, RecordMapping, RunningTotal } from '../../facilities/mapping/record-mapping.ts'
import { type Target, type TargetField, targetsOf } from '../../facilities/mapping/targets.ts'
import { SimError } from '../sim-error.ts'
import { type Cells, hasCell, templateColumns } from './cells.ts'
import { type FieldReader, fieldReader } from './fields.ts'

/** A mapping worked out for the sort of message its rows become. */
export interface Recipe {
  readonly mapping: RecordMapping
  readonly target: 'telemetry' | `event/${string}`
  /** By field; a field that goes by one of several names in the record has several, of which the first with a value counts. */
  readonly readers: readonly (readonly [string, FieldReader])[]
  readonly totals: readonly (readonly [string, RunningTotal])[]
  /** For each field that has to be there: the columns of which one is enough. */
  readonly columns: readonly (readonly string[])[]
}

type Rule = readonly [to: string, rule: MadeField]

/**
 * `said` is the sort of message wanted, for mappings that do not say it; else it is seen from the fields, those that the first row has before
 * others. Throws a SimError when it cannot be told.
 */
export function recipeOf(mapping: RecordMapping, kind: FacilityKind, said: string | undefined, firstRow: Cells): Recipe {
  const target = targetOf(mapping, kind, mapping.target ?? said, firstRow)
  const named = namedRules(mapping).filter(([to]) => target.fields.has(to))
  const rules = [...named, ...ownNames(mapping, target)]
  const fieldOf = (to: string) => target.fields.get(to) as TargetField
  return {
    mapping,
    target: targetName(target.event),
    readers: rules.flatMap(([to, rule]) => ('total' in rule ? [] : [[to, fieldReader(fieldOf(to), rule, mapping)] as const])),
    totals: rules.flatMap(([to, rule]) => ('total' in rule ? [[to, rule] as const] : [])),
    columns: [...Map.groupBy(named, ([to]) => to).values()].flatMap((same) =>
      same.length > 1 ? [same.flatMap(columnsOf)] : same.flatMap(columnsOf).map((column) => [column]),
    ),
  }
}

function namedRules({ fields, made }: RecordMapping): Rule[] {
  const named = Object.entries(fields).map(([from, { to, ...rule }]): Rule => [to, { from, ...rule }])
  return [...named, ...Object.entries(made)]
}

/** What the mapping does not name passes where it bears the name of a field, as in a message; a mapped one comes first. */
function ownNames(mapping: RecordMapping, target: Target): Rule[] {
  const { fields, made, time } = mapping
  const taken = new Set([...Object.keys(fields), ...Object.keys(made), ...time.field])
  return [...target.fields.keys()].filter((name) => !taken.has(name)).map((name) => [name, { from: name }])
}

function columnsOf([, rule]: Rule): string[] {
  if ('from' in rule) return [rule.from]
  if ('total' in rule) return [rule.total]
  return 'template' in rule ? templateColumns(rule.template) : []
}

/** The columns that a row of a table must have and has not. */
export function missingColumns({ mapping, columns }: Recipe, cells: Cells): string[] {
  const { time, device, id, seq, repairs } = mapping
  const repaired = repairs.flatMap((repair) => {
    if ('skip' in repair) return [repair.skip.column]
    if ('default' in repair) return [repair.default.column]
    return 'swapBytes' in repair ? [repair.swapBytes.column] : []
  })
  const ofDevice = typeof device !== 'object' ? [] : 'template' in device ? templateColumns(device.template) : [device.from]
  const single = [...ofDevice, ...(id ? templateColumns(id.template) : []), ...(seq ? [seq.from] : []), ...repaired]
  const wanted = [...[...time.field, ...single].map((column) => [column]), ...columns]
  return [...new Set(wanted.filter((any) => !any.some((column) => hasCell(cells, column))).flat())]
}

function targetOf({ fields, made }: RecordMapping, kind: FacilityKind, said: string | undefined, firstRow: Cells): Target {
  const all = targetsOf(kind)
  const present = Object.entries(fields).filter(([incoming]) => hasCell(firstRow, incoming))
  const named = present.length > 0 ? present.map(([, { to }]) => to) : Object.values(fields).map(({ to }) => to)
  const wanted = [...named, ...Object.keys(made)]
  const count = (target: Target) => new Set(wanted.filter((name) => target.fields.has(name))).size
  if (said !== undefined) return saidTarget(all, kind, said, (target) => wanted.length === 0 || count(target) > 0)
  const [reading, ...events] = all as [Target, ...Target[]]
  if (wanted.length === 0 || count(reading) > 0) return reading
  const most = Math.max(...events.map(count))
  const best = events.filter((event) => count(event) === most)
  if (best.length === 1 && best[0]) return best[0]
  const names = best.map(({ event }) => targetName(event)).join(', ')
  throw new SimError(`The fields of the mapping are those of several events of ${kind.kind}: ${names}.`, {
    hint: 'say which one with --target, or target: in the mapping',
  })
}

function saidTarget(all: readonly Target[], kind: FacilityKind, said: string, isOfUse: (target: Target) => boolean): Target {
  const target = all.find(({ event }) => targetName(event) === said)
  if (!target) {
    const names = all.map(({ event }) => targetName(event)).join(', ')
    throw new SimError(`The kind ${kind.kind} has no ${said}. There are ${names}.`)
  }
  if (!isOfUse(target)) throw new SimError(`No field of the mapping is one of ${said}; it has ${[...target.fields.keys()].join(', ')}.`)
  return target
}
