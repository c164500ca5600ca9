// One message on its way through the pipeline, as the live inspector tells it.
import type { Words } from '../facilities/define.ts'
import { knownWords } from './known-words.ts'
import type { Kz } from './kz.ts'
import type { Style } from './terminal/output.ts'
import { printable, shortened } from './terminal/printable.ts'
import { localTime } from './terminal/times.ts'

export interface Inspected {
  readonly offset: number
  readonly received: string
  readonly topic: string
  /** Place in the array; absent where it is none. */
  readonly element?: number
  readonly payload: string
  readonly encoding: 'text' | 'base64'
  readonly size: number
  readonly truncated: boolean
  readonly steps: readonly Step[]
  readonly result: string
  /** Id of the refused message. */
  readonly quarantine?: string
}

interface Step {
  readonly step: string
  readonly outcome: string
  readonly found?: Readonly<Record<string, unknown>>
  readonly rejection?: {
    readonly code: string
    readonly path?: string
    readonly message: Words
    readonly suggestion?: Words
  }
}

const shownCharacters = 2_000

interface Verdict {
  readonly words: Words
  readonly mark: string
  readonly style: Style
}

/** Outcomes of steps and results of messages; a later version may know more. */
const verdicts: Readonly<Record<string, Verdict>> = {
  ok: { words: { zh: '通过', en: 'ok' }, mark: '✓', style: 'green' },
  changed: { words: { zh: '已改写', en: 'changed' }, mark: '~', style: 'cyan' },
  duplicate: { words: { zh: '重复', en: 'duplicate' }, mark: '=', style: 'yellow' },
  refused: { words: { zh: '拒收', en: 'refused' }, mark: '✗', style: 'red' },
  stored: { words: { zh: '已入库', en: 'stored' }, mark: '→', style: 'green' },
  quarantined: { words: { zh: '已隔离', en: 'quarantined' }, mark: '→', style: 'red' },
  taken: { words: { zh: '已采用', en: 'taken' }, mark: '→', style: 'green' },
  waiting: { words: { zh: '等待读数库恢复', en: 'waiting for the store' }, mark: '→', style: 'yellow' },
}

const verdictOf = (name: string): Verdict => verdicts[name] ?? { words: { zh: name, en: name }, mark: '·', style: 'dim' }

const steps: Readonly<Record<string, Words>> = {
  decode: { zh: '解码', en: 'decode' },
  identify: { zh: '识别', en: 'identify' },
  map: { zh: '映射', en: 'map' },
  validate: { zh: '校验', en: 'validate' },
  deduplicate: { zh: '去重', en: 'deduplicate' },
  settle: { zh: '定时', en: 'settle' },
  clock: { zh: '时钟', en: 'clock' },
  state: { zh: '状态', en: 'state' },
  store: { zh: '入库', en: 'store' },
}

export function tellInspected(kz: Kz, message: Inspected): void {
  const { out, zone } = kz
  const { offset, element, received, topic, size, result, quarantine } = message
  const place = element === undefined ? `#${offset}` : `#${offset}[${element}]`
  out.line(out.paint('bold', `${localTime(received, zone)}  ${place}  ${printable(topic)}  ${size} B`))
  out.line(`  ${payloadText(message)}`)
  for (const step of message.steps) tellStep(kz, step)
  const { words, mark, style } = verdictOf(result)
  const where = quarantine === undefined ? '' : `  quarantine explain ${printable(quarantine)}`
  out.line(`  ${out.paint(style, `${mark} ${printable(kz.say(words))}`)}${where}`)
}

function payloadText({ payload, encoding, truncated }: Inspected): string {
  const text = shortened(payload, shownCharacters)
  return `${encoding === 'base64' ? 'base64 ' : ''}${text}${truncated && !text.endsWith('…') ? '…' : ''}`
}

function tellStep(kz: Kz, { step, outcome, found, rejection }: Step): void {
  const { out, say } = kz
  const { words, mark, style } = verdictOf(outcome)
  const name = say(knownWords(steps, step))
  const told = found === undefined ? '' : `  ${shortened(foundText(found), shownCharacters)}`
  out.line(`  ${out.paint(style, printable(`${mark} ${name}${say({ zh: '：', en: ': ' })}${say(words)}`))}${told}`)
  if (!rejection) return
  const { message, suggestion } = rejection
  const sentences = [message, suggestion].map((sentence) => (sentence ? say(sentence) : '')).join(' ')
  out.line(`    ${out.paint('red', printable(sentences.trim()))}`)
}

/** sort reading; value {"temperature":-18.4} */
const foundText = (found: Readonly<Record<string, unknown>>): string =>
  Object.entries(found)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')
