import { offsetOf } from '../../../facilities/zone.ts'
import type { Indicator } from '../../indicators/indicator.ts'
import { monthAt, type Period, parsePeriod } from '../../indicators/period.ts'
import { formatScope, parseScope, type Scope } from '../../indicators/scope.ts'
import { didYouMean } from '../faults.ts'
import { unknownNames } from '../known-values.ts'
import type { ApiParts } from '../parts.ts'
import { type Fault, Problem } from '../problem.ts'
import { notForYou } from '../reading-rights.ts'
import { type Bound, mayReadDetails, mayReadIndicator, mayReadValue } from './reader.ts'

interface Given {
  readonly period?: string | undefined
  readonly scope?: string | undefined
}

export interface Asked {
  readonly period: Period
  readonly scope: Scope
  /** As values are kept under. */
  readonly scopeId: string
}

type BadInput = 'invalid-query' | 'invalid-body'

/** What a request about indicators means. Each throws a Problem for what there is not, and for what is not the reader's. */
export function askedIndicators(parts: ApiParts) {
  const { indicators, settings, now = Date.now } = parts
  const offset = offsetOf(settings.timezone)
  const unknown = unknownNames(parts)

  function indicator(id: string, reader: Bound | undefined): Indicator {
    const found = indicators.all.find((each) => each.id === id)
    if (!found) throw unknownIndicator(id, indicators.all)
    if (!mayReadIndicator(parts, found, reader)) throw notForYou(reader ?? {})
    return found
  }

  function periodOf(id = indicators.periods().now, path = 'period', code: BadInput = 'invalid-query'): Period {
    const period = parsePeriod(id, offset)
    if (!period) throw new Error(`the schema let the period ${id} pass`)
    if (period.from > now()) throw new Problem(code, { faults: [notBegun(id, path, indicators.periods().now)] })
    return period
  }

  /** Scopes that name what there never was are refused: an empty value because of a slip of the pen looks like news. */
  function scopeOf(id: string, code: BadInput = 'invalid-query'): Scope {
    const scope = parseScope(id)
    if (!scope) throw new Error(`the schema let the scope ${id} pass`)
    const faults = unknown(scope).map((fault) => ({ ...fault, path: 'scope' }))
    if (faults.length > 0) throw new Problem(code, { faults })
    return scope
  }

  /** Of the city or a town, or below the reader's own town. */
  function values({ period, scope: id = 'city' }: Given, reader: Bound | undefined): Asked {
    const scope = scopeOf(id)
    if (!mayReadValue(parts, scope, reader)) throw notForYou(reader ?? {})
    return { period: periodOf(period), scope, scopeId: formatScope(scope) }
  }

  /** What goes down to facilities and devices: of a town's own reader its town, unless it says otherwise. */
  function details({ period, scope: given }: Given, reader: Bound | undefined): Asked {
    const id = given ?? (reader?.town === undefined ? 'city' : `town:${reader.town}`)
    const scope = scopeOf(id)
    if (!mayReadDetails(parts, scope, reader)) throw notForYou(reader ?? {})
    return { period: periodOf(period), scope, scopeId: formatScope(scope) }
  }

  /** Nobody has a document of tomorrow. */
  function refuseFuture(date: string | undefined): void {
    if (date !== undefined && isFuture(date))
      throw new Problem('invalid-body', { faults: [{ path: 'date', message: future, found: date }] })
  }

  const isFuture = (date: string): boolean => Date.parse(`${date}T00:00:00Z`) > now() + offset(now())

  const visible = (reader: Bound | undefined): readonly Indicator[] =>
    indicators.all.filter((each) => mayReadIndicator(parts, each, reader))

  /** The last month of a period that has begun. */
  const lastMonthOf = ({ to }: Period): string => monthAt(Math.min(to - 1, now()), offset).id

  return { refuseFuture, isFuture, lastMonthOf, indicator, periodOf, scopeOf, values, details, visible }
}

function unknownIndicator(id: string, all: readonly Indicator[]): Problem {
  const named = all.find(({ name }) => name.zh === id || name.en.toLowerCase() === id.toLowerCase())
  const meant =
    named?.id ??
    didYouMean(
      id,
      all.map((each) => each.id),
    )
  const shown = id.slice(0, 40)
  const name = all.find((each) => each.id === meant)?.name
  return new Problem('indicator-not-found', {
    words: { id: shown },
    ...(meant &&
      name && {
        message: {
          zh: `没有指标 ${shown}，是否想写 ${meant}（${name.zh}）？`,
          en: `there is no indicator ${shown}; did you mean ${meant} (${name.en})?`,
        },
      }),
  })
}

function notBegun(period: string, path: string, running: string): Fault {
  const message = {
    zh: `时段 ${period} 还没有开始，当前月份是 ${running}`,
    en: `the period ${period} has not begun; the running month is ${running}`,
  }
  return { path, message, expected: running, found: period }
}

export const future = {
  zh: '文件日期在将来，请填写文件上的日期',
  en: 'the date of the document lies in the future; enter the one it bears',
}

export type AskedIndicators = ReturnType<typeof askedIndicators>
