// Devices that send everything under one topic tell readings and events apart by a field, such as `type` or `cmd`.
import type { Words } from '../../facilities/define.ts'
import { asName, camelCase, nameOf, tokensOf } from './naming.ts'
import type { Sample } from './samples.ts'

export interface Sorted {
  readonly samples: readonly Sample[]
  /** The field that tells them apart. */
  readonly by: string | undefined
  readonly questions: readonly Words[]
}

const most = 20
const readingWords = /report|data|status|state|heart|telemetry|prop|period|reading|sync|measure|info|realtime|shangbao/i

/** Gives each sample the name of its event, as the topic said or as a field of it says. */
export function sorted(given: readonly Sample[]): Sorted {
  const { samples, questions } = withCleanNames(given)
  const readings = samples.filter(({ event }) => event === '')
  const found = discriminator(readings)
  if (!found) return { samples, by: undefined, questions }
  const { path, reading } = found
  const eventOf = ({ fields, event }: Sample) => {
    const value = wordOf(fields.get(path)) ?? reading
    return event !== '' || value === reading ? event : eventName(value)
  }
  const events = [...new Set(readings.map(eventOf))].filter(Boolean)
  const question = {
    zh: `设备用 ${path} 区分报文（${events.join('、')} 作为事件），而平台按主题区分：能否让固件、适配器或 Node-RED 发到 event/${events[0]}？`,
    en: `the device tells its messages apart by ${path} (${events.join(', ')} are taken as events), the platform by topic: can firmware, adapter or Node-RED publish them to event/${events[0]}?`,
  }
  return { samples: samples.map((sample) => ({ ...sample, event: eventOf(sample) })), by: path, questions: [...questions, question] }
}

/** An event's name is a name of the definition. */
function withCleanNames(samples: readonly Sample[]): { samples: readonly Sample[]; questions: Words[] } {
  const renamed = new Map<string, string>()
  const clean = samples.map((sample) => {
    const event = sample.event === '' ? '' : eventName(sample.event)
    if (event !== sample.event) renamed.set(sample.event, event)
    return { ...sample, event }
  })
  const questions = [...renamed].map(([from, to]) => ({
    zh: `事件主题 event/${from} 不是 camelCase：能否改为 event/${to}？`,
    en: `the topic event/${from} is not camelCase: can it be event/${to}?`,
  }))
  return { samples: clean, questions }
}

const eventName = (written: string): string => {
  if (/^[a-z][a-zA-Z0-9]{0,29}$/.test(written)) return asName(written, 'event')
  return asName(/^\d+$/.test(written) ? `code${written}` : camelCase(tokensOf(written)), 'event')
}

/** Undefined for what names no sort of message. */
const wordOf = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

function discriminator(readings: readonly Sample[]): { path: string; reading: string } | undefined {
  const paths = [...new Set(readings.slice(0, 200).flatMap(({ fields }) => [...fields.keys()]))]
  for (const path of paths) {
    if (nameOf(path).meaning?.sense !== 'sort') continue
    const groups = Map.groupBy(readings, ({ fields }) => wordOf(fields.get(path)))
    if (groups.size < 2 || groups.size > most || groups.has(undefined)) continue
    const bySize = [...groups].toSorted(([, one], [, other]) => other.length - one.length).flatMap(([value]) => value ?? [])
    const reading = bySize.find((value) => readingWords.test(value)) ?? (bySize[0] as string)
    const fieldsOf = (value: string) => new Set(groups.get(value)?.flatMap(({ fields }) => [...fields.keys()]))
    const ofReading = fieldsOf(reading)
    // The same fields with another word: then the word is a state.
    if (bySize.some((value) => value !== reading && [...fieldsOf(value)].some((field) => !ofReading.has(field)))) return { path, reading }
  }
  return undefined
}
