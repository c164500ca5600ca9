// The one query of an alarm: a row for each device, read in one scan of the kind's readings.
import { type AlarmCondition, type FacilityKind, milliseconds } from '../../../facilities/define.ts'
import { identifier, text } from '../influxql.ts'
import { storedName } from '../stored-name.ts'
import { type AlertQuery, asked } from './rule.ts'

const tags = ['device', 'facility', 'town'].map(identifier).join(', ')
const good = `"quality" != 'bad'`

/**
 * From here on the time for which an alarm must hold is part of the query and not Grafana's: what is pending in Grafana when the platform goes
 * down fires after its time, although nobody knows. Less than this is over before anybody can tell that we are silent.
 */
const heldInQueryFromMs = 300_000

export const isHeldInQuery = ({ for: pending }: AlarmCondition): boolean =>
  pending !== undefined && milliseconds(pending) >= heldInQueryFromMs

/** A device whose word is well again has no row, and its alert ends at once; one that misses a reading keeps it for a while. */
export const evaluationsUntilGone = (when: AlarmCondition): number => ('is' in when ? 1 : 3)

export function alarmQuery(refId: string, kind: FacilityKind, when: AlarmCondition): AlertQuery {
  const seconds = isHeldInQuery(when) ? heldSeconds(kind, when) : latestSeconds(kind)
  return asked(refId, 'is' in when ? wordQuery(kind, when) : numberQuery(kind, when), seconds)
}

/** Three missed readings, and what the store may be behind or the platform silent before the rule holds its breath. */
const latestSeconds = ({ every }: FacilityKind): number => Math.ceil((3 * milliseconds(every)) / 60_000) * 60 + 300

/** One reading more than the time: it is the first of them that has to be as old. */
const heldSeconds = ({ every }: FacilityKind, { for: pending = '0 s' }: AlarmCondition): number =>
  Math.ceil((milliseconds(pending) + milliseconds(every)) / 1_000)

/** The value itself; where it must hold, the one nearest to being well: beyond the limit when all are. */
function numberQuery({ kind }: FacilityKind, when: Exclude<AlarmCondition, { is: readonly string[] }>): string {
  const field = identifier(storedName(when.field))
  const from = `FROM ${identifier(kind)} WHERE $timeFilter AND ${good} GROUP BY ${tags}`
  if (!isHeldInQuery(when)) return `SELECT last(${field}) AS "value" ${from}`
  const each = `SELECT ${'above' in when ? 'min' : 'max'}(${field}) AS "value", ${span} ${from}`
  return `SELECT "value" FROM (${each}) WHERE $timeFilter AND ${isLong(when)} GROUP BY ${tags}`
}

/**
 * InfluxQL makes no number of a comparison: the devices whose last word is one of them have a row, no others. The row without a device is there
 * as long as the platform writes, so that a fleet that is well is not taken for one that is not heard.
 */
function wordQuery({ kind }: FacilityKind, when: Extract<AlarmCondition, { is: readonly string[] }>): string {
  const field = identifier(storedName(when.field))
  const held = isHeldInQuery(when)
  const each = [`last(${field}) AS "word"`, ...(held ? [`count(distinct(${field})) AS "words"`, span] : [])]
  const devices = `SELECT ${each.join(', ')} FROM ${identifier(kind)} WHERE $timeFilter AND ${good} GROUP BY ${tags}`
  const words = when.is.map((word) => `"word" = ${text(word)}`).join(' OR ')
  const holds = held ? ` AND "words" = 1 AND ${isLong(when)}` : ''
  const raised = `SELECT count("word") AS "raised" FROM (${devices}) WHERE $timeFilter AND (${words})${holds} GROUP BY ${tags}`
  const nobody = `SELECT last("gatewayUp") * 0 AS "raised" FROM "kezhong_platform" WHERE $timeFilter`
  return `SELECT max("raised") AS "raised" FROM (${raised}), (${nobody}) WHERE $timeFilter GROUP BY ${tags}`
}

/** From the first to the last of its readings, ms: of a device that was heard just now it is not known how long it has been so. */
const span = 'spread("received") AS "span"'
const isLong = ({ for: pending = '0 s' }: AlarmCondition): string => `"span" >= ${milliseconds(pending) / 2}`
