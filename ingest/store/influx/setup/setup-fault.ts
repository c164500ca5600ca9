import { StoreUnavailable } from '../../store.ts'
import { isAboutThePlace, isRefusal } from '../failure.ts'
import { administratorRefused, notInflux, type Words } from './sentences.ts'

/** Somebody has to change something; trying again does not help. */
export class SetupFault extends Error {
  override name = 'SetupFault'
  readonly hint: Words

  constructor(message: string, hint: Words, cause?: unknown) {
    super(message, { cause })
    this.hint = hint
  }
}

/** It does not answer, or cannot serve at present: trying again may help. */
export const isAway = (error: unknown): error is StoreUnavailable => error instanceof StoreUnavailable && !isAboutThePlace(error)

/** What the database said, with what the one who sets it up can do about it. */
export function asSetupFault(error: unknown): unknown {
  if (!(error instanceof StoreUnavailable) || !isAboutThePlace(error)) return error
  return new SetupFault(error.message, isRefusal(error) ? administratorRefused : notInflux, error)
}
