import type { HttpError } from '@influxdata/influxdb-client'
import { StoreUnavailable } from '../store.ts'

const unreachable = {
  zh: '无法连接 InfluxDB；请确认它正在运行，并检查 KZ_INFLUX_URL。在此之前，数据保存在日志队列中，不会丢失。',
  en: 'InfluxDB cannot be reached: make sure that it runs and check KZ_INFLUX_URL. Until then the journal holds what arrives.',
}
const notAllowed = {
  zh: 'InfluxDB 拒绝了令牌或其权限不足；请检查 KZ_INFLUX_TOKEN（1.x 为 user:password），并确认它可以读写 KZ_INFLUX_BUCKET。',
  en: 'InfluxDB refused the token or it may not do this: check KZ_INFLUX_TOKEN (user:password for 1.x) and that it may read and write KZ_INFLUX_BUCKET.',
}
const missing = {
  zh: 'InfluxDB 中没有该数据库、存储桶或组织；请检查 KZ_INFLUX_BUCKET 和 KZ_INFLUX_ORG，必要时先创建。2.x 还需要把存储桶映射为数据库（influx v1 dbrp create）。',
  en: 'InfluxDB does not have this database, bucket or organisation: check KZ_INFLUX_BUCKET and KZ_INFLUX_ORG, create it where needed. 2.x also needs the bucket mapped to a database (influx v1 dbrp create).',
}
const troubled = {
  zh: 'InfluxDB 目前无法处理请求；请查看它的日志、磁盘空间和负载。在此之前，数据保存在日志队列中，不会丢失。',
  en: 'InfluxDB cannot serve at present: look at its log, its disk space and its load. Until then the journal holds what arrives.',
}
const notUnderstood = {
  zh: 'InfluxDB 不接受任何数据，即使数据正确；请检查 KZ_INFLUX_URL、KZ_INFLUX_ORG 和 KZ_INFLUX_BUCKET。',
  en: 'InfluxDB takes nothing, not even what is certainly right: check KZ_INFLUX_URL, KZ_INFLUX_ORG and KZ_INFLUX_BUCKET.',
}

const hintOf = (status: number) => {
  if (status === 401 || status === 403) return notAllowed
  if (status === 404) return missing
  return status === 400 || status === 405 || status === 422 ? notUnderstood : troubled
}

/** An answer that is not about the points sent. `doing` begins the message: 'writing'. */
export function answered(doing: string, status: number, said: string, cause?: unknown): StoreUnavailable {
  return new StoreUnavailable(`InfluxDB answered ${status} when ${doing}: ${said.trim().slice(0, 500)}`, { cause, hint: hintOf(status) })
}

/** A statement that was understood and could not be carried out: a database that is not there or not allowed. */
export function statementFailed(said: string, { allowed = true } = {}): StoreUnavailable {
  return new StoreUnavailable(`InfluxDB could not carry out a query: ${said.slice(0, 500)}`, { hint: allowed ? missing : notAllowed })
}

/** No answer at all: refused, cut off, too late. */
export function noAnswer(doing: string, error: unknown): StoreUnavailable {
  const { message, cause } = error as Error
  const detail = cause instanceof Error ? cause.message : message
  return new StoreUnavailable(`InfluxDB did not answer when ${doing}: ${detail}`, { cause: error, hint: unreachable })
}

/** What InfluxDB said, be it 1.x's `error` or 2.x's `message`. */
export function saidBy(error: HttpError): string {
  const { error: one, message: two } = (error.json ?? {}) as { error?: unknown; message?: unknown }
  return String(one ?? two ?? error.body ?? error.message)
}

/** The database answers, but not for this database or bucket, or not to us. */
export const isAboutThePlace = ({ hint }: StoreUnavailable): boolean => [notAllowed, missing, notUnderstood].some((one) => one === hint)

/** Of these, the one that is about who we are. */
export const isRefusal = ({ hint }: StoreUnavailable): boolean => hint === notAllowed
