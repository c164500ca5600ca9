import { z } from 'zod'
import type { Field, Words } from '../../facilities/define.ts'

const languages = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError }

/** What is wrong with one field, and what it has to be. `field` where it is one of a reading; those of events know only their schema. */
export function explainIssue(issue: z.core.$ZodIssue, field: Field | undefined): Words {
  const name = issue.path.join('.')
  const found = 'input' in issue && issue.input !== undefined ? JSON.stringify(issue.input) : undefined
  if (!field) return { zh: `字段 ${name}：${said('zh', issue)}。`, en: `${name}: ${said('en', issue)}.` }
  const { zh, en } = expected(field)
  return {
    zh: `字段 ${name}（${field.label.zh}）应为${zh}${found === undefined ? '' : `，实际是 ${found}`}。`,
    en: `${name} (${field.label.en}) must be ${en}${found === undefined ? '' : `, but is ${found}`}.`,
  }
}

function said(language: keyof typeof languages, issue: z.core.$ZodIssue): string {
  const answer = languages[language](issue as Parameters<(typeof languages)['en']>[0])
  return (typeof answer === 'string' ? answer : answer?.message) ?? issue.message
}

export function expected(field: Field): Words {
  switch (field.type) {
    case 'gauge':
      return {
        zh: ` ${field.limits[0]} 至 ${field.limits[1]} ${field.unit} 的数字`,
        en: `a number from ${field.limits[0]} to ${field.limits[1]} ${field.unit}`,
      }
    case 'count':
      return { zh: ` ${field.limits[0]} 至 ${field.limits[1]} 的整数`, en: `a whole number from ${field.limits[0]} to ${field.limits[1]}` }
    case 'total':
      return { zh: `不小于 0 的累计值（${field.unit}）`, en: `a total of at least 0 ${field.unit}` }
    case 'state': {
      const words = Object.entries(field.values)
      return {
        zh: `以下之一：${words.map(([word, { zh }]) => `${word}（${zh}）`).join('、')}`,
        en: `one of ${words.map(([word]) => word).join(', ')}`,
      }
    }
  }
}
