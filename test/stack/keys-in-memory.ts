import type { Access, Keys, Plan } from '../../ingest/store/influx/setup/plan.ts'

export const planFor = (url: string, adminToken: string): Plan => ({
  ...{ url, adminToken, org: 'kezhong', bucket: 'kezhong', rollupBucket: 'kezhong_rollup', days: 400 },
})

export function keysInMemory(): Keys & { all: Map<Access, string> } {
  const all = new Map<Access, string>()
  return { all, known: (access) => all.get(access), keep: (access, token) => void all.set(access, token) }
}
