import type { Words } from '../facilities/define.ts'
import type { KzSettings } from '../settings/processes.ts'
import type { Api } from './http/api.ts'
import type { Language } from './terminal/language.ts'
import type { Output } from './terminal/output.ts'
import type { Progress } from './terminal/progress.ts'

/** What a command has at hand. */
export interface Kz {
  readonly api: Api
  readonly out: Output
  readonly language: Language
  /** Days and times are those of this zone. */
  readonly zone: string
  readonly isJson: boolean
  /** What the few commands need that work on the data folder itself and not over the API. */
  readonly settings: KzSettings
  say(words: Words): string
  /** A file as it was named where the command was typed. */
  file(name: string): string
  progress(what: Words): Progress
  /** Undefined when nobody is there to be asked. */
  confirm(question: Words): Promise<boolean | undefined>
}

/** The answer as it is with --json, else what `tell` makes of it. */
export function show<Answer>({ out, isJson }: Kz, answer: Answer, tell: (answer: Answer) => void): void {
  if (isJson) out.json(answer)
  else tell(answer)
}
