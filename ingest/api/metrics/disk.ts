import { lstat, readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Registry } from 'prom-client'
import type { ApiParts } from '../parts.ts'
import { gauge, gauges, keptFor } from './gauge.ts'

const lookedEveryMs = 30_000

/** What lies in KZ_DATA by name; everything else is `other`, so that no file of somebody's becomes a label. */
const parts = ['journal', 'register', 'ingest', 'facts', 'indicators', 'readings', 'rollups', 'reports', 'retained', 'node-red'] as const

export function diskMetrics(registry: Registry, { dataFolder: folder }: ApiParts): void {
  if (folder === undefined) return
  const disk = keptFor(lookedEveryMs, () => statfs(folder).catch(() => undefined))
  const bytes = async (of: 'bavail' | 'blocks') => {
    const known = await disk()
    return known && known[of] * known.bsize
  }
  gauge(registry, 'kezhong_disk_free_bytes', 'Room left on the disk of KZ_DATA', () => bytes('bavail'))
  gauge(registry, 'kezhong_disk_size_bytes', 'Size of the disk of KZ_DATA', () => bytes('blocks'))
  const sizes = keptFor(lookedEveryMs, () => sizesIn(folder))
  gauges(registry, 'kezhong_data_bytes', 'Size of what lies in KZ_DATA', ['part'], async () =>
    [...(await sizes())].map(([part, size]) => [{ part }, size] as const),
  )
}

async function sizesIn(folder: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>([...parts, 'other'].map((part) => [part, 0]))
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const [first = ''] = path.slice(folder.length + 1).split('/')
    const part = parts.find((each) => first === each || first.startsWith(`${each}.sqlite`)) ?? 'other'
    const size = await lstat(path).then(
      (found) => found.size,
      () => 0, // gone meanwhile
    )
    sizes.set(part, (sizes.get(part) ?? 0) + size)
  }
  return sizes
}
