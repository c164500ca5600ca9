import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Words } from '../facilities/define.ts'
import { kzSettings } from '../settings/processes.ts'
import { type Environment, readSettings, SettingsError } from '../settings/read-settings.ts'
import { Api } from './http/api.ts'
import { type Connection, connectionFor } from './http/connection.ts'
import type { Kz } from './kz.ts'
import { KzError } from './kz-error.ts'
import { helpAbout } from './line/help.ts'
import { type Asked, parse } from './line/parse.ts'
import { registry } from './registry.ts'
import { type Language, languageFor } from './terminal/language.ts'
import { Output } from './terminal/output.ts'
import { progress, waitingFor } from './terminal/progress.ts'

/** The terminal and the environment a command was typed in. */
export interface Terminal {
  readonly args: readonly string[]
  readonly environment: Environment
  /** Where file names begin. */
  readonly folder: string
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/** Runs the command that was typed; gives the exit code. */
export async function run(terminal: Terminal): Promise<number> {
  const { args, environment, stdout, stderr } = terminal
  const language = languageFor(args, environment)
  const out = new Output(stdout, stderr)
  try {
    const asked = parse(args, registry)
    if ('command' in asked) return await runCommand(asked, terminal, language, out)
    out.line(helpAbout(asked.helpAbout, registry, language))
    return 0
  } catch (error) {
    if (error instanceof SettingsError) out.note(error.message)
    else if (error instanceof KzError) out.note(sentencesOf(error, language))
    else throw error
    return error instanceof KzError ? error.exitCode : 1
  }
}

const nowhere: Connection = { url: 'http://localhost', credential: undefined }

async function runCommand(
  { command, given, globals }: Extract<Asked, { command: unknown }>,
  { environment, folder, stdin, stderr }: Terminal,
  language: Language,
  out: Output,
): Promise<number> {
  const settings = readSettings(kzSettings, environment)
  const say = (words: Words) => words[language]
  const file = (name: string) => resolve(folder, name)
  const tokenFile = globals.tokenFile === undefined ? undefined : file(globals.tokenFile)
  const shown = { stderr, say }
  const connection = command.isLocal ? nowhere : await connectionFor({ url: globals.url, tokenFile }, settings)
  const api = new Api(connection, language, (answer) => waitingFor(answer, shown))
  const kz: Kz = {
    ...{ api, out, language, say, file, settings },
    zone: settings.KZ_TIMEZONE,
    isJson: globals.json ?? false,
    progress: (what) => progress(what, shown),
    confirm: (question) => confirmed(say(question), stdin, stderr),
  }
  try {
    return (await command.run(given, kz)) ?? 0
  } finally {
    await api.end()
  }
}

async function confirmed(question: string, stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): Promise<boolean | undefined> {
  if (!stdin.isTTY || !stderr.isTTY) return undefined
  const lines = createInterface({ input: stdin, output: stderr })
  const answer = await lines.question(`${question} [y/N] `)
  lines.close()
  return /^(y|yes|是|好)$/i.test(answer.trim())
}

/** A fault stands on a line of its own, what to do about it comes last but one sees it first. */
function sentencesOf({ words, hint, faults }: KzError, language: Language): string {
  return [words[language], ...(hint ? [`  → ${hint[language]}`] : []), ...faults.map((fault) => `  - ${fault}`)].join('\n')
}
