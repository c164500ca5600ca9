// Finds and words the fault of a message that the schema of its kind has refused; so it may take its time, and is asked nothing else.
import type { z } from 'zod'
import type { FacilityKind } from '../../facilities/define.ts'
import { type Candidate, didYouMean } from './did-you-mean.ts'
import { encodedTwice } from './encoded-twice.ts'
import { explainField } from './explain-field.ts'
import { explainIssue } from './explain-issue.ts'
import { rejection } from './reject.ts'
import type { Rejection, Sentence } from './rejection.ts'
import type { DigitsOf } from './sent-digits.ts'
import { show } from './show.ts'
import { eventCandidates, fieldCandidates } from './unknown-fields.ts'

type Values = Readonly<Record<string, unknown>>

/** The first fault in the order of the kind's fields. `bare`: the values were the whole message, not under `values`. */
export function explainValues(kind: FacilityKind, values: Values, bare = false, digitsOf?: DigitsOf): Rejection {
  let known = false
  for (const [name, field] of Object.entries(kind.telemetry)) {
    if (!Object.hasOwn(values, name) || values[name] === undefined) continue
    known = true
    const usual = kind.simulate.start[name]
    const place = { path: bare ? name : `values.${name}`, name, usual: typeof usual === 'number' ? usual : undefined, digitsOf }
    const fault = explainField(field, values[name], place)
    if (fault) return fault
  }
  return known ? notAccepted(values, bare) : noKnownField(kind, values, bare)
}

/** None of the fields of the event is known. */
export function explainUnknownEvent(kind: FacilityKind, event: string, fields: Values): Rejection {
  const eventKind = kind.events[event]
  const called = { zh: `${kind.label.zh}的事件“${event}”`, en: `Event "${event}" of ${kind.label.en}` }
  const known = eventKind ? Object.keys(eventKind.payload) : []
  const details = {
    expected: known.join(' | '),
    found: show(fields, 120),
    suggestion: eventKind && renamed(fields, eventCandidates(eventKind)),
  }
  return rejection('no-known-field', { kind: called, fields: known.join(', ') }, details)
}

/** The first fault the schema of the event found. */
export function explainEvent(kind: FacilityKind, event: string, fields: Values, error: z.ZodError, digitsOf?: DigitsOf): Rejection {
  const [issue] = error.issues
  return issue ? explainIssue(issue, fields, kind.events[event], digitsOf) : notAccepted(fields, true)
}

const notAccepted = (values: Values, bare: boolean): Rejection =>
  rejection(
    'not-accepted',
    { field: bare ? '{…}' : 'values', found: show(values), rule: '-' },
    { path: bare ? undefined : 'values', found: show(values) },
  )

function noKnownField(kind: FacilityKind, values: Values, bare: boolean): Rejection {
  const fields = Object.keys(kind.telemetry)
  const details = {
    path: bare ? undefined : 'values',
    expected: fields.join(' | '),
    found: show(values, 120),
    suggestion: nested(kind, values) ?? named(kind, values) ?? renamed(values, fieldCandidates(kind)),
  }
  return rejection('no-known-field', { kind: kind.label, fields: fields.join(', ') }, details)
}

/** `{"data":{"temperature":-18.4}}`, `{"readings":[…]}`. */
function nested(kind: FacilityKind, values: Values): Sentence | undefined {
  for (const name of firstNames(values)) {
    const inner = values[name]
    const twice = encodedTwice(inner)
    if (twice) return twice
    const isList = Array.isArray(inner)
    const sample: unknown = isList ? inner[0] : inner
    if (typeof sample !== 'object' || sample === null) continue
    const holds = (part: object) => Object.keys(kind.telemetry).some((field) => Object.hasOwn(part, field))
    if (!holds(sample) && !('values' in sample)) continue
    const shown = show(name, 40)
    if (isList) return { zh: `请直接发送 ${shown} 里的数组。`, en: `Send the array under ${shown} itself.` }
    return { zh: `请把 ${shown} 改名为 "values"，或直接发送其内容。`, en: `Rename ${shown} to "values", or send what is in it.` }
  }
  return undefined
}

/** `{"name":"temperature","value":-18.4}`. */
function named(kind: FacilityKind, values: Values): Sentence | undefined {
  const field = firstNames(values).find((name) => typeof values[name] === 'string' && Object.hasOwn(kind.telemetry, values[name]))
  if (field === undefined) return undefined
  const name = values[field] as string
  return { zh: `请以字段名为键：{"${name}": 值}。`, en: `Send the name of the field as the key: {"${name}": value}.` }
}

function renamed(values: Values, candidates: readonly Candidate[]): Sentence | undefined {
  const pairs = firstNames(values).flatMap((name) => {
    const meant = didYouMean(name, candidates)
    return meant === undefined ? [] : [`${show(name, 40)} → "${meant}"`]
  })
  if (pairs.length === 0) return undefined
  const list = pairs.slice(0, 3).join(', ')
  return { zh: `是否应为：${list}？`, en: `Did you mean ${list}?` }
}

/** A message may have a hundred thousand of them. */
function firstNames(values: Values): string[] {
  const names: string[] = []
  for (const name in values) if (names.push(name) === 8) break
  return names
}
