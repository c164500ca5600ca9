import type { FacilityKind } from '../../facilities/define.ts'
import type { Draft, Fault } from './fault.ts'

type Values = Readonly<Record<string, unknown>>

export const badPayload: Fault = {
  explanation: 'spoils every fifth reading or so: a number as text, a wrong unit, a word for a number, broken JSON',
  of(kind) {
    const spoil = (draft: Draft, chance: () => number): Draft => {
      if (draft.to !== 'telemetry' || chance() >= 0.2) return draft
      const way = ways[Math.floor(chance() * ways.length)] ?? broken
      return way(draft, kind)
    }
    return { drafts: (drafts, tick) => drafts.map((draft) => spoil(draft, tick.chance)) }
  },
}

const ways: readonly ((draft: Draft, kind: FacilityKind) => Draft)[] = [numberAsText, wrongUnit, wordForNumber, broken]

function numberAsText(draft: Draft): Draft {
  return changed(draft, (value) => (typeof value === 'number' ? `${value}`.replace('.', ',') : value))
}

/** Fahrenheit for Celsius, watts for kilowatts, and so far beyond any limit for the rest. */
function wrongUnit(draft: Draft, kind: FacilityKind): Draft {
  return changed(draft, (value, name) => {
    const field = kind.telemetry[name]
    if (typeof value !== 'number' || field?.type !== 'gauge') return value
    return field.unit === '°C' ? Number((value * 1.8 + 32).toFixed(2)) : value * 1_000
  })
}

function wordForNumber(draft: Draft): Draft {
  return changed(draft, (value) => (typeof value === 'number' ? 'n/a' : value))
}

/** The end is missing, as after a reset while sending. */
function broken(draft: Draft): Draft {
  const text = JSON.stringify(draft.body)
  return { ...draft, text: text.slice(0, Math.ceil(text.length * 0.7)) }
}

function changed(draft: Draft, change: (value: unknown, name: string) => unknown): Draft {
  const values = Object.entries(draft.body.values as Values).map(([name, value]) => [name, change(value, name)])
  return { ...draft, body: { ...draft.body, values: Object.fromEntries(values) } }
}
