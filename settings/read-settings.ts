import { closest } from 'fastest-levenshtein'
import { z } from 'zod'
import { composeSettings } from './compose-settings.ts'
import { fileSuffix, secretsFromFiles } from './secret-files.ts'
import { defaultTexts, type SettingName, secretSettings, settings } from './settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Stops the start. `faults` has one sentence for each wrong setting, the message has them all. */
export class SettingsError extends Error {
  override name = 'SettingsError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(
      ['The settings cannot be used:', ...faults.map((fault) => `  ${fault}`), 'Every setting is explained in .env.example.'].join('\n'),
    )
    this.faults = faults
  }
}

/**
 * Reads what `schema` asks for, secrets also from the files that NAME_FILE names; throws one SettingsError with every fault. A variable without
 * text counts as not set.
 */
export function readSettings<Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([name, text]) => name.startsWith('KZ_') && text !== ''))
  const { secrets, faults } = secretsFromFiles(given, (name) => asksFor(schema, name))
  const whole = { ...given, ...secrets }
  const read = schema.safeParse(whole)
  if (read.success && faults.length === 0) return read.data
  throw new SettingsError([...faults, ...(read.error?.issues ?? []).map((issue) => faultSentence(issue, whole))])
}

/** A schema is an object of settings, or one that is transformed afterwards. */
function asksFor(schema: z.ZodType, name: SettingName): boolean {
  const settingsOf = schema instanceof z.ZodPipe ? schema.in : schema
  return settingsOf instanceof z.ZodObject && name in settingsOf.shape
}

/** A name nobody reads is a slip of the pen, or some orchestrator's own variable: worth a line in the log, not an end. */
export function unknownSettings(environment: Environment): string[] {
  const known = [...Object.keys(settings), ...Object.keys(composeSettings), ...secretSettings.map((name) => `${name}${fileSuffix}`)]
  const unknown = Object.keys(environment).filter((name) => name.startsWith('KZ_') && !known.includes(name))
  return unknown.map((name) => `${name} is not a setting and is ignored; did you mean ${closest(name, known)}?`)
}

function faultSentence(issue: z.core.$ZodIssue, given: Environment): string {
  const name = issue.path[0] as SettingName
  return `${name} is ${shown(name, given[name])}, but must ${issue.message}`
}

function shown(name: SettingName, text: string | undefined): string {
  if (text === undefined) return name in defaultTexts ? `${JSON.stringify(defaultTexts[name])} by default` : 'not set'
  if (secretSettings.includes(name)) return 'set (not shown)'
  return JSON.stringify(text.replace(/\/\/[^/@]*@/, '//***@'))
}
