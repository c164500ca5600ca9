import type { SiteKinds } from '../facilities/site-kinds.ts'

/** A line for each file of the site that gives no kind; the rest goes on without it. */
export const leftOutLines = ({ leftOut }: SiteKinds): string[] =>
  leftOut.map(({ file, faults }) => `The kind file ${file} is left out: ${faults.map(({ en }) => en).join('; ')}`)
