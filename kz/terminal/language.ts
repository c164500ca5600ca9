import type { Words } from '../../facilities/define.ts'
import type { Environment } from '../../settings/read-settings.ts'

export type Language = keyof Words

/** What --lang, KZ_LOCALE or the locale of the terminal asks for, in this order; Chinese where none says a language we speak. */
export function languageFor(args: readonly string[], environment: Environment): Language {
  const { KZ_LOCALE, LC_ALL, LC_MESSAGES, LANG } = environment
  const asked = [optionOf(args), KZ_LOCALE, LC_ALL || LC_MESSAGES || LANG]
  return asked.map(spoken).find((language) => language !== undefined) ?? 'zh'
}

/** Read before anything else, so that even a mistyped command is answered in the right language. */
function optionOf(args: readonly string[]): string | undefined {
  const at = args.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='))
  return args[at]?.includes('=') ? args[at].slice('--lang='.length) : at < 0 ? undefined : args[at + 1]
}

const spoken = (tag: string | undefined): Language | undefined =>
  /^(zh|en)(?![a-z])/i.exec(tag ?? '')?.[1]?.toLowerCase() as Language | undefined
