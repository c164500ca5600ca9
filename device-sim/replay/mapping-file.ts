import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import type { FacilityKind } from '../../facilities/define.ts'
import { completeFormats, isPattern } from '../../facilities/written-time.ts'
import { SimError } from '../sim-error.ts'
import { type Mapping, mappingSchema } from './mapping.ts'

type Path = readonly PropertyKey[]

interface Fault {
  readonly path: Path
  readonly message: string
}

/** Reads a mapping for a kind. Throws one SimError that names every fault with its path and line. */
export function readMapping(path: string, kind: FacilityKind): Mapping {
  return parseMapping(read(path), path, kind)
}

export function parseMapping(text: string, path: string, kind: FacilityKind): Mapping {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) throw new SimError(`${path} is not readable as YAML: ${broken.message}`)
  const lineOf = (at: Path) => {
    for (let length = at.length; length > 0; length--) {
      const node = document.getIn(at.slice(0, length), true) as { range?: [number, number, number] } | undefined
      if (node?.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const parsed = mappingSchema.safeParse(document.toJS() ?? {})
  const faults = parsed.success ? meaningFaults(parsed.data, kind) : parsed.error.issues.flatMap(schemaFaults)
  if (parsed.success && faults.length === 0) return parsed.data
  const named = faults.map((fault) => `  line ${lineOf(fault.path)}: ${fault.path.join('.') || 'the file'} must ${fault.message}`)
  throw new SimError([`${path} cannot be used as a mapping:`, ...named].join('\n'), {
    hint: 'device-sim/replay/mappings/README.md explains the language',
  })
}

function schemaFaults(issue: { path: Path; code?: string | undefined; message: string; keys?: readonly string[] }): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return (issue.keys ?? []).map((key) => ({ path: [...issue.path, key], message: 'not be there: no such option' }))
  const sentence = /^(Invalid input|Invalid option|Unrecognized|Too )/.test(issue.message)
    ? `be different (${issue.message})`
    : issue.message
  return [{ path: issue.path, message: sentence }]
}

/** What only shows against the kind, or between two options. */
function meaningFaults(mapping: Mapping, kind: FacilityKind): Fault[] {
  return [...targetFaults(mapping, kind), ...timeFaults(mapping)]
}

function targetFaults(mapping: Mapping, kind: FacilityKind): Fault[] {
  const [, event] = mapping.target.split('/')
  if (event !== undefined && !(event in kind.events))
    return [{ path: ['target'], message: `name an event of ${kind.kind}: ${list(kind.events)}` }]
  const known = event === undefined ? kind.telemetry : (kind.events[event]?.payload ?? {})
  const strangers = Object.keys(mapping.fields).filter((name) => !(name in known))
  const totalsInEvent = event === undefined ? [] : Object.keys(mapping.fields).filter((name) => 'total' in (mapping.fields[name] ?? {}))
  return [
    ...strangers.map((name) => ({ path: ['fields', name], message: `be a field of ${kind.kind}: ${list(known)}` })),
    ...totalsInEvent.map((name) => ({ path: ['fields', name, 'total'], message: 'not be used in an event: only readings have totals' })),
  ]
}

function timeFaults({ time, fields }: Mapping): Fault[] {
  const faults = formatFaults(['time'], time.format, time.zone)
  for (const [name, rule] of Object.entries(fields)) {
    if ('from' in rule && rule.format) faults.push(...formatFaults(['fields', name], rule.format, rule.zone ?? time.zone))
  }
  return faults
}

function formatFaults(path: Path, formats: readonly string[], zone: string | undefined): Fault[] {
  return formats.flatMap((format) => {
    if (completeFormats.includes(format)) return []
    if (zone === undefined) return [{ path: [...path, 'zone'], message: `be given: ${format} says no zone` }]
    if (isPattern(format)) return []
    return [
      {
        path: [...path, 'format'],
        message: `be ${completeFormats.join(', ')}, or a pattern with year, month and day such as d/M/yyyy HH:mm:ss`,
      },
    ]
  })
}

const list = (named: object): string => Object.keys(named).join(', ')

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new SimError(`The mapping ${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
      hint: 'mappings for known records are in device-sim/replay/mappings',
    })
  }
}
