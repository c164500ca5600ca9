import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { FacilityKind } from '../../facilities/define.ts'
import { recordFaults } from '../../facilities/mapping/record-faults.ts'
import { type RecordMapping, recordMappingSchema } from '../../facilities/mapping/record-mapping.ts'
import { SimError } from '../sim-error.ts'
import { shapeFaults } from './shape-faults.ts'

type Path = readonly PropertyKey[]

/** What completes "PATH …", or a sentence of its own. */
export type FileFault = { readonly path: Path } & ({ readonly message: string } | { readonly sentence: string })

/** Reads a mapping for a kind. Throws one SimError that names every fault with its path and line. */
export function readMapping(path: string, kind: FacilityKind): RecordMapping {
  return parseMapping(read(path), path, kind)
}

export function parseMapping(text: string, path: string, kind: FacilityKind): RecordMapping {
  const lines = new LineCounter()
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines })
  const [broken] = document.errors
  if (broken) throw new SimError(`${path} is not readable as YAML: ${broken.message}`)
  const written: unknown = document.toJS() ?? {}
  const parsed = recordMappingSchema.safeParse(written)
  const isEmpty = typeof written === 'object' && written !== null && Object.keys(written).length === 0
  if (isEmpty) return refuse(path, ['  line 1: the file says nothing: it has neither fields nor a time'])
  const faults = parsed.success ? meaningFaults(parsed.data, kind) : shapeFaults(parsed.error, written)
  if (parsed.success && faults.length === 0) return parsed.data
  const named = faults.map((fault) => `  line ${lineOf(document, lines, fault.path)}: ${sentenceOf(fault)}`)
  return refuse(path, named)
}

function refuse(path: string, faults: readonly string[]): never {
  throw new SimError([`${path} cannot be used as a mapping:`, ...faults].join('\n'), {
    hint: 'device-sim/replay/mappings/README.md explains the language',
  })
}

/** What only shows against the kind, or between two options. */
function meaningFaults(mapping: RecordMapping, kind: FacilityKind): FileFault[] {
  if (mapping.kind !== undefined && mapping.kind !== kind.kind)
    return [
      { path: ['kind'], message: `is ${mapping.kind}, but the replay is as a ${kind.kind}: give --as ${mapping.kind}, or another mapping` },
    ]
  return recordFaults(mapping, kind).map(({ path, message }) => ({ path, sentence: message.en }))
}

function sentenceOf(fault: FileFault): string {
  const name = fault.path.map(String).join('.') || 'the file'
  return 'message' in fault ? `${name} ${fault.message}` : `${name}: ${fault.sentence}`
}

/** Of the name, or of the nearest thing around it that is there. */
function lineOf({ contents }: Document, lines: LineCounter, path: Path): number {
  let place: unknown = contents
  let line = 1
  for (const name of path) {
    const pair = isMap(place) ? place.items.find(({ key }) => isScalar(key) && String(key.value) === String(name)) : undefined
    const found = pair ? pair.key : isSeq(place) ? place.items[Number(name)] : undefined
    if (!isNode(found) || !found.range) break
    line = lines.linePos(found.range[0]).line
    place = pair ? pair.value : found
  }
  return line
}

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
