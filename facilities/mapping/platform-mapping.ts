// What the platform says of a file for replay that is more than a mapping: which of it belongs to records only.
import type { z } from 'zod'
import type { Words } from '../define.ts'
import { notAFactor } from './factor.ts'
import { mappingSchema } from './mapping.ts'
import { recordOptions, recordSections } from './record-mapping.ts'

type Issue = z.core.$ZodRawIssue
type Path = readonly PropertyKey[]

/** The schema of a mapping as the platform is given it. */
export const platformMapping = mappingSchema.superRefine(
  (_, context) => {
    context.issues.splice(0, Number.POSITIVE_INFINITY, ...context.issues.flatMap(toldApart))
  },
  // Also when the shape is wrong: that is what it is about.
  { when: () => true },
)

function toldApart(issue: Issue): Issue[] {
  const path: Path = issue.path ?? []
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys as readonly string[]
    const known = keys.flatMap((key) => named(issue, [...path, key], nameWords(path, key)))
    const strange = keys.filter((key) => nameWords(path, key) === undefined)
    return strange.length > 0 ? [...known, { ...issue, keys: strange }] : known
  }
  const words = valueWords(path, issue)
  return words ? named(issue, path, words) : [issue]
}

function named({ input }: Issue, path: Path, words: Words | undefined): Issue[] {
  return words ? [{ code: 'custom', input, path: [...path], message: words.en, params: { zh: words.zh } }] : []
}

const writtenByUs: readonly string[] = ['version', 'created', 'author']

function nameWords(path: Path, key: string): Words | undefined {
  if (path.length === 0 && writtenByUs.includes(key))
    return { zh: `${key} 由平台填写，请去掉。`, en: `${key} is written by the platform: leave it out.` }
  if (path.length === 0 && recordSections.includes(key))
    return {
      zh: `${key} 只用于回放文件（npm run replay），平台的映射只有 fields 和 time。请去掉 ${key}。`,
      en: `${key} belongs to mapping files of npm run replay; a mapping of the platform has fields and time only. Leave ${key} out.`,
    }
  if (path.length === 2 && path[0] === 'fields' && recordOptions.includes(key))
    return {
      zh: `${key} 只用于回放文件（npm run replay），平台的映射用 to、scale、offset、values。请去掉 ${key}。`,
      en: `${key} belongs to mapping files of npm run replay; on the platform a field has to, scale, offset and values. Leave ${key} out.`,
    }
  return undefined
}

function valueWords(path: Path, { input }: Issue): Words | undefined {
  const [section, option] = path
  if (section === 'time' && Array.isArray(input) && option === 'field')
    return {
      zh: '只有回放文件（npm run replay）的时间可以由几列拼成。请填写含完整时间的那一个字段。',
      en: 'Only mapping files of npm run replay join a time from several columns. Name the one field that holds the time.',
    }
  if (section === 'time' && Array.isArray(input) && option === 'format')
    return {
      zh: '只有回放文件（npm run replay）可以写几种时间格式。请只填一种。',
      en: 'Only mapping files of npm run replay try several formats. Give one.',
    }
  if (section === 'device' && path.length === 1 && typeof input === 'object')
    return {
      zh: '只有回放文件（npm run replay）可以按行确定设备。请填写设备编号，或用 kind 和 model 代替 device。',
      en: 'Only mapping files of npm run replay take the device from each row. Give the id of a device, or kind and model instead.',
    }
  return path.length === 3 && ['scale', 'offset'].includes(String(path[2])) ? notAFactor : undefined
}
