import { createHash } from 'node:crypto'
import type { Language } from './language.ts'

const longest = 40

/** `kezhong-zh-overview`; what is too long for Grafana keeps its beginning and gets a hash. */
export function uid(language: Language, ...names: readonly string[]): string {
  const full = ['kezhong', language, ...names].join('-')
  if (full.length <= longest) return full
  return `${full.slice(0, longest - 9)}-${createHash('sha256').update(full).digest('hex').slice(0, 8)}`
}

export const kindUid = (language: Language, kind: string): string => uid(language, 'kind', kind)

export const folders: Readonly<Record<Language, { readonly uid: string; readonly title: string }>> = {
  zh: { uid: 'kezhong-zh', title: '刻钟' },
  en: { uid: 'kezhong-en', title: 'kezhong' },
}

/** The dashboards there are besides those of kinds. */
export const overviewUid = (language: Language): string => uid(language, 'overview')
export const tasksUid = (language: Language): string => uid(language, 'tasks')
export const operationsUid = (language: Language): string => uid(language, 'operations')
