// Whether the platform itself is well, as a query of alert rules: what we cannot know because of us raises nothing and clears nothing.
import { identifier } from '../influxql.ts'
import { type AlertQuery, asked } from './rule.ts'

/** A point is written every minute: three missing are no accident. */
const silentSeconds = 180
/** Further behind than this the pipeline counts as down (ingest/fleet/own-outage.ts), and what is stored does not tell what is. */
export const lateSeconds = 60

const last = (field: string): string => `last(${identifier(field)})`

/** 1 while all parts are up, 0 when one of them is down. */
const allUp = ['gatewayUp', 'journalUp', 'pipelineUp', 'storeUp'].map(last).join(' * ')

const platform = identifier('kezhong_platform')

/** One row with `up` 0 or 1; none when nothing was written. */
export const partsUp = (refId: string): AlertQuery =>
  asked(refId, `SELECT ${allUp} AS "up" FROM ${platform} WHERE $timeFilter`, silentSeconds)

/** One row while every part is up, none otherwise: an expression that uses it has no data then, and the rule keeps its state. */
export const onlyWhileUp = (refId: string): AlertQuery =>
  asked(
    refId,
    `SELECT "up" FROM (SELECT ${allUp} AS "up" FROM ${platform} WHERE $timeFilter) WHERE $timeFilter AND "up" = 1`,
    silentSeconds,
  )

/** As `onlyWhileUp`, and the store not late either. */
export const onlyWhileCurrent = (refId: string): AlertQuery =>
  asked(
    refId,
    `SELECT "up" FROM (SELECT ${allUp} AS "up", ${last('lagSeconds')} AS "lag" FROM ${platform} WHERE $timeFilter) WHERE $timeFilter AND "up" = 1 AND "lag" <= ${lateSeconds}`,
    silentSeconds,
  )
