/**
 * What of a data folder a backup keeps, in the order in which it is copied: downstream first, upstream last. What is made from something else
 * (facts from readings, readings from the journal) remembers how far it is; copied before that which it is made from it is never ahead of it,
 * and after a restore goes on from where the copy stood. docs/decisions/0018-backup.md goes through the pairs.
 */
export interface Kept {
  /** Of paths in the data folder, with slashes. */
  readonly path: RegExp
  /** `sqlite`: by a snapshot, its -wal and -shm are part of it. `plain`: byte by byte. */
  readonly how: 'sqlite' | 'plain'
  readonly what: string
  /** Files that are never written again once their day is over: linked to the base where nothing has touched them. */
  readonly byDay?: true
}

export const kept: readonly Kept[] = [
  { path: /^indicators\.sqlite$/, how: 'sqlite', what: 'values of months, targets, what people entered; made from facts' },
  { path: /^reports\/.+/, how: 'plain', what: 'reports as kept and submitted; made from indicators' },
  { path: /^facts\.sqlite$/, how: 'sqlite', what: 'what is counted; made from readings, activity and register' },
  { path: /^rollups\/rollups\.sqlite$/, how: 'sqlite', what: 'how far the rollups are: never further than the values in the files below' },
  { path: /^rollups\/[^/]+\.sqlite$/, how: 'sqlite', byDay: true, what: 'hourly and daily values; made from readings' },
  { path: /^ingest\.sqlite$/, how: 'sqlite', what: 'ledger, quarantine, state, and the offset in the uplink journal' },
  { path: /^readings\/[^/]+\.sqlite$/, how: 'sqlite', byDay: true, what: 'readings: all up to that offset; later ones are written again' },
  { path: /^journal\/[^/]+\.consumers\.sqlite$/, how: 'sqlite', what: 'how far the consumers of a journal are' },
  { path: /^retained\.sqlite$/, how: 'sqlite', what: 'retained messages: at least those up to the position in downlink' },
  { path: /^journal\/[^/]+\.sqlite$/, how: 'sqlite', what: 'the journals: everything that was acknowledged before' },
  { path: /^register\.sqlite$/, how: 'sqlite', what: 'facilities, devices, credentials, accounts' },
  {
    path: /^(admin-password|[a-z-]+-secret|device-sim\.json)$/,
    how: 'plain',
    what: 'secrets made at the first start, meters of the fleet',
  },
  {
    path: /^influx\/(ingest|grafana)\/[a-z-]+-token$/,
    how: 'plain',
    what: 'who may read and write in InfluxDB, as influx-setup made them',
  },
  { path: /^kinds\/.+/, how: 'plain', what: "the site's kind files" },
  { path: /^node-red\/.+/, how: 'plain', what: 'flows, their credentials and nodes installed by hand' },
  { path: /(^|\/)[^/]+\.damaged-\d+(-wal|-shm)?$/, how: 'plain', what: 'damaged files that were put aside, never deleted' },
]

export interface LeftOut {
  readonly path: RegExp
  readonly why: string
}

/** Looked at before `kept`. */
export const leftOut: readonly LeftOut[] = [
  { path: /\.sqlite-(wal|shm|journal)$/, why: 'part of the SQLite file beside it, which is copied as one' },
  { path: /^(gateway|ingest|node-red)\.lock(-journal)?$/, why: 'held by a running process, empty' },
  { path: /^(gateway|ingest|node-red)\.json$/, why: 'where a running process listens, written at each start' },
  { path: /\.new$/, why: 'a draft that becomes the file it is named after' },
  { path: /^(admin-password|[a-z-]+-secret|influx\/.+-token)\.\d+$/, why: 'a draft that becomes the file it is named after' },
  { path: /^reports\/[^/]+\/\./, why: 'a report that is just being made' },
  { path: /^node-red\/(starts\.json$|\.npm\/|node_modules\/\.cache\/)/, why: 'how its last starts went, and caches' },
  { path: /^node-red\/(.*\/)?[^/]*\.\$\$\$$/, why: 'a draft of Node-RED that becomes the file it is named after' },
  { path: /^(before-restore-[^/]+|\.restor(ing|ed))\//, why: 'what a restore moved aside, or did not finish' },
]

/** Undefined for a file that nobody has thought of. */
export function whatBecomesOf(path: string): Kept | LeftOut | undefined {
  return leftOut.find((one) => one.path.test(path)) ?? kept.find((one) => one.path.test(path))
}

export const isKept = (found: Kept | LeftOut | undefined): found is Kept => found !== undefined && 'how' in found
