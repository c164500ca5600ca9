// What zod says of a mapping file of the wrong shape, told to people in the words the platform has for it.
import type { z } from 'zod'
import { didYouMean } from '../../facilities/did-you-mean.ts'
import { ruleShape } from '../../facilities/mapping/mapping.ts'
import { recordMappingSchema, recordOptions } from '../../facilities/mapping/record-mapping.ts'
import type { FileFault } from './mapping-file.ts'

type Issue = z.core.$ZodIssue

export function shapeFaults({ issues }: z.ZodError, written: unknown): FileFault[] {
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return [{ path: [], message: 'must be a mapping: fields and time, at least' }]
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownName([...issue.path, key], key))
    return [{ path: issue.path, message: messageOf(issue, at(written, issue.path)) }]
  })
}

function messageOf(issue: Issue, found: unknown): string {
  if (found === undefined && issue.code !== 'custom') return 'is missing'
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `must be at least ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`
    default:
      return issue.message
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'an object',
  array: 'a list',
  int: 'a whole number',
  record: 'an object',
}

const unitOf = (origin: string): string => ({ string: ' characters', array: ' items' })[origin] ?? ''

function unknownName(path: readonly PropertyKey[], key: string): FileFault {
  const meant = didYouMean(
    key,
    namesAt(path).map((id) => ({ id })),
  )
  return { path, message: `is not known here${meant ? `; did you mean ${meant}?` : ''}` }
}

function namesAt([section, ...deeper]: readonly PropertyKey[]): string[] {
  if (deeper.length === 0) return Object.keys(recordMappingSchema.shape)
  if (section === 'fields') return [...Object.keys(ruleShape), ...recordOptions]
  return section === 'time' ? ['field', 'format', 'zone'] : section === 'source' ? ['format', 'delimiter', 'encoding', 'missing'] : []
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[name], value)
