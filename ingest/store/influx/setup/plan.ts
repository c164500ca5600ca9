/** What InfluxDB is to be like when it has been set up, whichever version it is. */
export interface Plan {
  readonly url: string
  /** Operator token in 2.x, admin token in 3.x, user:password of an administrator in 1.x. */
  readonly adminToken: string
  readonly org: string
  readonly bucket: string
  /** Kept for ever. */
  readonly rollupBucket: string
  /** Of the readings. */
  readonly days: number
}

/** Who gets which rights on the two buckets, and under which name the database knows it. */
export const accesses = {
  ingest: { name: 'kezhong-ingest', actions: ['read', 'write'] },
  grafana: { name: 'kezhong-grafana', actions: ['read'] },
} as const

export type Access = keyof typeof accesses
export const accessNames = Object.keys(accesses) as Access[]

/** What is kept of it: a token, or user:password. One that is known and still holds is not made again. */
export interface Keys {
  known(access: Access): string | undefined
  keep(access: Access, token: string): void
}
