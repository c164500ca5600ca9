import { join } from 'node:path'
import { type ExternalServer, type Placement, startServer } from './external-server.ts'
import { freePort } from './free-port.ts'
import { tempFolder } from './temp-folder.ts'

export interface InfluxServer extends ExternalServer {
  /** The first series of an InfluxQL answer as rows by column name. */
  query(statement: string, database?: string): Promise<Record<string, unknown>[]>
}

/** A real InfluxDB 1.x (Debian's influxd) on loopback; `env` takes further INFLUXDB_… settings. */
export async function startInflux({ folder, port, env = {} }: Placement & { env?: Record<string, string> } = {}): Promise<InfluxServer> {
  const home = folder ?? (await tempFolder())
  const httpPort = port ?? (await freePort())
  const server = await startServer({
    command: 'influxd',
    args: ['run', '-config', '/dev/null'],
    env: { ...(await influxEnvironment(home, httpPort)), ...env },
    folder: home,
    port: httpPort,
    ready: '/ping',
  })
  return { ...server, query: (statement, database = '') => query(server.url, statement, database) }
}

async function influxEnvironment(folder: string, port: number): Promise<Record<string, string>> {
  return {
    HOME: folder,
    INFLUXDB_REPORTING_DISABLED: 'true',
    INFLUXDB_BIND_ADDRESS: `127.0.0.1:${await freePort()}`, // backup and restore; the default would clash between servers
    INFLUXDB_HTTP_BIND_ADDRESS: `127.0.0.1:${port}`,
    INFLUXDB_HTTP_LOG_ENABLED: 'false',
    INFLUXDB_MONITOR_STORE_ENABLED: 'false',
    INFLUXDB_META_DIR: join(folder, 'meta'),
    INFLUXDB_DATA_DIR: join(folder, 'data'),
    INFLUXDB_DATA_WAL_DIR: join(folder, 'wal'),
    INFLUXDB_DATA_QUERY_LOG_ENABLED: 'false',
  }
}

interface Answer {
  error?: string
  results?: { error?: string; series?: { columns: string[]; values: unknown[][] }[] }[]
}

async function query(url: string, statement: string, database: string): Promise<Record<string, unknown>[]> {
  const body = new URLSearchParams({ q: statement, db: database, epoch: 'ms' })
  const response = await fetch(`${url}/query`, { method: 'POST', body, signal: AbortSignal.timeout(30_000) })
  const { error, results } = (await response.json()) as Answer
  const [result] = results ?? []
  if (error ?? result?.error) throw new Error(`${statement}: ${error ?? result?.error}`)
  const [series] = result?.series ?? []
  return (series?.values ?? []).map((row) => Object.fromEntries(row.map((value, column) => [series?.columns[column], value])))
}
