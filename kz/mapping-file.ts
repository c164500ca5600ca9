import { parseDocument } from 'yaml'
import { usageError } from './kz-error.ts'
import { readText } from './read-file.ts'

/** What a file of YAML or JSON says; whether it is a mapping the API knows best. */
export function readMappingFile(path: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(readText(path), { prettyErrors: true })
  const [broken] = document.errors
  if (broken) {
    const [message = ''] = broken.message.split('\n')
    throw usageError({ zh: `${path} 不是有效的 YAML：${message}`, en: `${path} is not readable as YAML: ${message}` }, { cause: broken })
  }
  const mapping: unknown = document.toJS({ maxAliasCount: 100 })
  if (typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping)) return mapping as Record<string, unknown>
  throw usageError({ zh: `${path} 中没有映射，应以 fields: 开头。`, en: `${path} has no mapping in it: it begins with fields:` })
}
