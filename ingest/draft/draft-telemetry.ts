// The readings of a draft: its fields, the rules of the mapping that lead to them, and what of the device's words is left out.
import type { Words } from '../../facilities/define.ts'
import { reservedNames } from '../../facilities/definition-faults.ts'
import { columnsOf } from './column.ts'
import { cleanName, labelOf } from './naming.ts'
import type { Pace } from './pace.ts'
import type { DraftRules } from './rules.ts'
import type { Sample } from './samples.ts'
import { enlivened, simulatedNumber, simulatedState } from './simulated.ts'
import type { DraftField } from './source.ts'
import { type Guess, telemetryGuess } from './telemetry.ts'

const mostFields = 100

interface TelemetrySettings {
  readonly rules: DraftRules
  readonly spoken: ReadonlySet<string>
  readonly pace: Pace
}

const ofEnvelope: readonly string[] = ['ts', 'seq', 'boot', 'quality', 'values']

export function draftTelemetry(readings: readonly Sample[], { rules, spoken, pace }: TelemetrySettings) {
  const columns = columnsOf(readings).filter(({ path }) => !spoken.has(path) && !ofEnvelope.includes(path))
  const units = new Map(
    columns.flatMap(({ path, distinct, texts }) =>
      isUnit(path) && distinct.size === 1 && texts[0] !== undefined ? [[parentOf(path), texts[0]] as const] : [],
    ),
  )
  const taken = new Set(reservedNames)
  const fields: DraftField[] = []
  const leftOut: { path: string; why: Words; event: string }[] = []
  const guesses = new Map<string, Guess>()
  for (const column of columns) {
    const guess = telemetryGuess(column, units.get(parentOf(column.path)))
    const name =
      guess.type === 'left out' || fields.length >= mostFields ? undefined : rules.name(column.path, cleanName(guess.named), taken)
    if (guess.type === 'left out' || name === undefined) {
      leftOut.push({ path: column.path, why: guess.type === 'left out' ? guess.why : tooMany, event: '' })
      continue
    }
    addRule(rules, name, guess)
    guesses.set(name, guess)
    fields.push(fieldOf(name, guess, pace))
  }
  const isLively = fields.some(({ lively }) => lively)
  return { fields: isLively ? fields : fields.map((field, index) => (index === 0 ? revived(field, guesses) : field)), leftOut }
}

const tooMany: Words = { zh: '字段太多', en: 'there are too many fields' }
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('.') + 1)
const isUnit = (path: string): boolean => /(^|\.)(unit|dw|danwei|uom)$/i.test(path)

function revived(field: DraftField, guesses: ReadonlyMap<string, Guess>): DraftField {
  const guess = guesses.get(field.name)
  return guess && guess.type !== 'left out' ? { ...field, next: enlivened(field.name, guess) } : field
}

function addRule(rules: DraftRules, name: string, guess: Guess): void {
  const { path, numberTexts } = guess.column
  if (guess.type === 'left out') return
  if (guess.type === 'state') {
    const isSame = guess.column.texts.length > 0 && Object.entries(guess.values).every(([written, word]) => written === word)
    if (name !== path || !isSame) rules.add(path, { to: name, ...(!isSame && { values: { ...guess.values } }) })
    return
  }
  const { scale, offset } = guess.quantity
  const isReckoned = scale !== 1 || offset !== 0
  if (name !== path || isReckoned || numberTexts > 0)
    rules.add(path, { to: name, ...(scale !== 1 && { scale }), ...(offset !== 0 && { offset }) })
}

function fieldOf(name: string, guess: Exclude<Guess, { type: 'left out' }>, { hours }: Pace): DraftField {
  const { column, named } = guess
  const shared = { name, path: column.path, label: labelOf(named) }
  if (guess.type === 'state') {
    const definition = { type: 'state', words: guess.words } as const
    return { ...shared, definition, questions: guess.questions, ...simulatedState(name, guess, column.changes, hours) }
  }
  const { type, unit, limits } = guess
  const definition =
    type === 'gauge' ? ({ type, unit, limits } as const) : type === 'count' ? ({ type, limits } as const) : ({ type, unit } as const)
  return { ...shared, definition, questions: guess.questions, ...simulatedNumber(name, guess, column.changes, hours) }
}
