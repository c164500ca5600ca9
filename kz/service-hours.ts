import { usageError } from './kz-error.ts'
import { list } from './line/command.ts'

export interface ServiceHours {
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
}

export const hoursOption = list(
  'HOURS',
  '营业时间，逗号分隔，如 "1-5 07:00-22:00,6-7 08:00-20:00"（1 为周一）；不填为全天',
  'when it serves, separated by commas, as "1-5 07:00-22:00,6-7 08:00-20:00" (1 is Monday); always when not given',
)

/** '1-5 07:00-22:00' → days 1 to 5; a single day is '7 08:00-20:00'. What the times may be is the register's to say. */
export const serviceHoursOf = (typed: readonly string[] | undefined): ServiceHours[] | undefined => typed?.map(partOf)

function partOf(typed: string): ServiceHours {
  const match = /^([1-7])(?:-([1-7]))? (\d\d:\d\d)-(\d\d:\d\d)$/.exec(typed.trim())
  const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])]
  if (match && last >= first) {
    return { days: Array.from({ length: last - first + 1 }, (_, day) => first + day), from: match[3] ?? '', to: match[4] ?? '' }
  }
  throw usageError({
    zh: `看不懂营业时间“${typed}”：请写成 1-5 07:00-22:00，1 为周一，7 为周日。`,
    en: `The hours ${JSON.stringify(typed)} are not understood: write 1-5 07:00-22:00, where 1 is Monday and 7 Sunday.`,
  })
}
