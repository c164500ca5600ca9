import type { Timing } from './ask.ts'
import type { ProcessUse } from './process-use.ts'

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en')
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`

export function timings(all: readonly Timing[]): string {
  return table(
    ['page', 'question', 'cold p50', 'cold p95', 'warm p50', 'warm p95', 'KB'],
    all.map(({ question, cold, warm, bytes }) => [
      question.page,
      question.what,
      ...[cold, warm].flatMap((times) => [ms(times, 0.5), ms(times, 0.95)]),
      (bytes / 1_000).toFixed(1),
    ]),
  )
}

function ms(times: readonly number[], part: number): string {
  const sorted = times.toSorted((one, other) => one - other)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return value < 10 ? value.toFixed(1) : value.toFixed(0)
}

export const useTable = (rows: readonly (readonly [string, ProcessUse | undefined])[]): string =>
  table(
    ['ingest', 'MB now', 'MB at most', 'CPU s'],
    rows.flatMap(([what, use]) => (use ? [[what, use.residentMb, use.highestMb, use.cpuSeconds.toFixed(1)]] : [])),
  )
