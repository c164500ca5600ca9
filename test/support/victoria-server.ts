import { type ExternalServer, type Placement, startServer } from './external-server.ts'
import { freePort } from './free-port.ts'
import { tempFolder } from './temp-folder.ts'

export interface VictoriaServer extends ExternalServer {
  /** Points can be queried some seconds after they were written; after this at once. */
  flush(): Promise<void>
}

/** A real server on loopback that takes InfluxDB's version 2 writes (`/api/v2/write`): Debian's VictoriaMetrics. */
export async function startVictoria({ folder, port }: Placement = {}): Promise<VictoriaServer> {
  const home = folder ?? (await tempFolder())
  const httpPort = port ?? (await freePort())
  const server = await startServer({
    command: 'victoria-metrics',
    args: [
      `-storageDataPath=${home}`,
      `-httpListenAddr=127.0.0.1:${httpPort}`,
      '-retentionPeriod=100y', // recorded readings are years old
      '-memory.allowedBytes=256MiB',
      '-search.latencyOffset=0s',
      '-loggerLevel=WARN',
    ],
    folder: home,
    port: httpPort,
    ready: '/health',
  })
  return { ...server, flush: () => flush(server.url) }
}

async function flush(url: string): Promise<void> {
  const response = await fetch(`${url}/internal/force_flush`, { signal: AbortSignal.timeout(30_000) })
  if (!response.ok) throw new Error(`VictoriaMetrics did not flush: ${response.status}`)
}
