// One message on its way through the pipeline, as the live inspector tells it.
import type { Words } from '../facilities/define.ts'
import type { Kz } from './kz.ts'
import type { Style } from './output.ts'
import { printable, shortened } from './printable.ts'
import { localTime } from './times.ts'

export interface Inspected {
  readonly offset: number | string
  readonly received: string
  readonly topic: string
  readonly payload: string
  readonly encoding: 'text' | 'base64'
  readonly size: number
  readonly truncated?: boolean
  readonly steps: readonly Step[]
  readonly result?: unknown
  readonly quarantine?: unknown
}

/** What a step says beside its outcome differs from step to step. */
interface Step {
  readonly step: string
  readonly outcome: string
  readonly [more: string]: unknown
}

const shownCharacters = 2_000

const marks: Readonly<Record<string, { readonly mark: string; readonly style: Style }>> = {
  ok: { mark: '✓', style: 'green' },
  stored: { mark: '✓', style: 'green' },
  changed: { mark: '✓', style: 'green' },
  skipped: { mark: '–', style: 'dim' },
  unchanged: { mark: '–', style: 'dim' },
  duplicate: { mark: '=', style: 'yellow' },
  uncertain: { mark: '!', style: 'yellow' },
  refused: { mark: '✗', style: 'red' },
  quarantined: { mark: '✗', style: 'red' },
}

const markOf = (outcome: string) => marks[outcome] ?? { mark: '·', style: 'cyan' as const }

export function tellInspected(
  kz: Kz,
  { offset, received, topic, payload, encoding, size, truncated, steps, result, quarantine }: Inspected,
): void {
  const { out, zone } = kz
  const head = `${localTime(received, zone)}  #${offset}  ${printable(topic)}  ${size} B`
  out.line(out.paint('bold', head))
  const body = encoding === 'text' ? shortened(payload, shownCharacters) : `base64 ${shortened(payload, shownCharacters)}`
  out.line(`  ${body}${truncated && !body.endsWith('…') ? '…' : ''}`)
  for (const { step, outcome, ...more } of steps) {
    const { mark, style } = markOf(outcome)
    out.line(`  ${out.paint(style, `${mark} ${printable(step)}: ${printable(outcome)}`)}${detailsOf(kz, more)}`)
  }
  if (result !== undefined) out.line(`  → ${shortened(valueText(kz, result), shownCharacters)}`)
  if (quarantine !== undefined) tellQuarantine(kz, quarantine)
}

function tellQuarantine({ out, say }: Kz, quarantine: unknown): void {
  for (const entry of Array.isArray(quarantine) ? quarantine : [quarantine]) {
    const { id, message, suggestion } = (typeof entry === 'object' && entry !== null ? entry : { id: entry }) as {
      id?: unknown
      message?: Words
      suggestion?: Words
    }
    const told = [message, suggestion].map((words) => (isWords(words) ? say(words) : '')).filter(Boolean)
    out.line(`  ${out.paint('red', printable(`✗ ${told.join(' ')}`.trim()))}`)
    if (id !== undefined) out.line(`    kz quarantine explain ${printable(String(id))}`)
  }
}

function detailsOf(kz: Kz, more: Readonly<Record<string, unknown>>): string {
  const told = Object.entries(more).filter(([, value]) => value !== undefined && value !== null)
  const text = told.map(([name, value]) => (isWords(value) ? kz.say(value) : `${name} ${valueText(kz, value)}`)).join('; ')
  return text === '' ? '' : `  ${shortened(text, shownCharacters)}`
}

/** Sentences in the language of the reader, whatever else as JSON. */
const valueText = (kz: Kz, value: unknown): string =>
  typeof value === 'string' ? value : isWords(value) ? kz.say(value) : JSON.stringify(value)

const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && typeof (value as Words).zh === 'string' && typeof (value as Words).en === 'string'
