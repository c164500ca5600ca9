import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind, Words } from '../../facilities/define.ts'
import type { Language } from './language.ts'
import { panelsOf } from './panels-of.ts'

/** Called so in every language. */
const names: ReadonlySet<string> = new Set(['kezhong', 'Node-RED', 'InfluxDB', 'SQLite', 'Grafana', 'MQTT', 'API'])

/** A label of a kind in the other language where it differs: somebody forgot to translate. */
export function foreignWords(board: Dashboard, language: Language, kinds: readonly FacilityKind[]): string[] {
  const other = language === 'zh' ? 'en' : 'zh'
  const own = new Set(kinds.flatMap(wordsOf).map((words) => words[language]))
  const foreign = new Set(
    kinds
      .flatMap(wordsOf)
      .map((words) => words[other])
      .filter((word) => !own.has(word)),
  )
  const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)
  return textsOf(board).flatMap((text) => {
    if (foreign.has(text)) return [`"${text}" is not ${language}`]
    if (language === 'en' && isChinese(text)) return [`"${text}" is Chinese`]
    return language === 'zh' && !names.has(text) && !isChinese(text) && /[a-z]{3}/i.test(text) ? [`"${text}" is not Chinese`] : []
  })
}

const wordsOf = ({ label, telemetry, events, alarms }: FacilityKind): Words[] => [
  label,
  ...Object.values(telemetry).flatMap((field) => [
    field.label,
    ...(field.type === 'state' ? (Object.values(field.values) as Words[]) : []),
  ]),
  ...Object.values(events).map((event) => event.label),
  ...Object.values(alarms).map((alarm) => alarm.label),
]

/** What people read, without what is the same in every language. */
function textsOf(board: Dashboard): string[] {
  const { title = '', description = '', links = [], templating, annotations, panels = [] } = board
  const texts = [title, description, ...links.map((link) => link.title ?? ''), ...(templating.list ?? []).map(({ label }) => label ?? '')]
  const marks = (annotations.list ?? []).filter(({ builtIn }) => !builtIn).map(({ name }) => name)
  const inside = panelsOf(board).flatMap((panel) => [panel.title ?? '', panel.description ?? '', ...shownFor(panel)])
  return [...texts, ...marks, ...panels.map((panel) => panel.title ?? ''), ...inside].filter((text) => text !== '')
}

/** Words for values, and names given to columns. */
function shownFor({ fieldConfig }: Panel): string[] {
  const mapped = (fieldConfig?.defaults.mappings ?? []).flatMap((mapping) =>
    mapping.type === 'value' ? Object.values(mapping.options).map(({ text = '' }) => text) : [],
  )
  const renamed = (fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
    properties.filter(({ id }) => id === 'displayName').map(({ value }) => String(value)),
  )
  return [...mapped, ...renamed]
}
