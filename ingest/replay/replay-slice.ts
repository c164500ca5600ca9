import type { JournalEntry } from '../../journal/journal.ts'
import type { Place, RefusedMessage } from './refused-message.ts'
import type { Replayed } from './replay-job.ts'

/** Some messages out of quarantine on their way through the pipeline, and what became of them. */
export interface ReplaySlice {
  readonly job: string
  readonly messages: ReadonlyMap<JournalEntry, RefusedMessage>
  /** Of the last of them. */
  readonly at: Place
  /** Filled in by the last step. */
  replayed: readonly Replayed[]
}

export function replaySlice(job: string, messages: readonly RefusedMessage[]): ReplaySlice {
  const last = messages.at(-1)
  if (!last) throw new Error('a slice has messages')
  return { job, messages: new Map(messages.map((message) => [message.entry, message])), at: { seq: last.seq, id: last.id }, replayed: [] }
}
