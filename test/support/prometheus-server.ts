import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExternalServer, startServer } from './external-server.ts'
import { freePort } from './free-port.ts'
import { tempFolder } from './temp-folder.ts'
import { waitFor } from './wait-for.ts'

export interface PrometheusServer extends ExternalServer {
  /** What a PromQL expression gives now: labels with the value. */
  query(expression: string): Promise<{ metric: Record<string, string>; value: number }[]>
  /** Resolves when it has read the metrics at least this often. */
  scraped(times: number): Promise<unknown>
}

interface Scraped {
  /** Of the API, with a path: http://127.0.0.1:PORT/api/v1/metrics */
  address: string
  /** Of an account that may look. */
  token: string
}

interface Answer {
  status: string
  error?: string
  data: { result: { metric: Record<string, string>; value: [number, string] }[] }
}

/** A real Prometheus on loopback that reads our metrics every second with a token. */
export async function startPrometheus({ address, token }: Scraped): Promise<PrometheusServer> {
  const [folder, port] = [await tempFolder(), await freePort()]
  const { host, pathname } = new URL(address)
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [
      {
        job_name: 'kezhong',
        metrics_path: pathname,
        authorization: { credentials: token },
        static_configs: [{ targets: [host] }],
      },
    ],
  }
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config)) // JSON is YAML
  const server = await startServer({
    command: 'prometheus',
    args: ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${port}`, '--log.level=warn'],
    ...{ folder, port, ready: '/-/ready' },
  })
  const query: PrometheusServer['query'] = async (expression) => {
    const body = new URLSearchParams({ query: expression })
    const response = await fetch(`${server.url}/api/v1/query`, { method: 'POST', body, signal: AbortSignal.timeout(10_000) })
    const { status, error, data } = (await response.json()) as Answer
    if (status !== 'success') throw new Error(`${expression}: ${error}`)
    return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }))
  }
  const scraped = (times: number) =>
    waitFor(async () => ((await query('sum_over_time(up{job="kezhong"}[5m])'))[0]?.value ?? 0) >= times, {
      what: `Prometheus to read ${address} ${times} times`,
    }).catch(async (error: unknown) => {
      const targets = await (await fetch(`${server.url}/api/v1/targets`)).text()
      throw new Error(`Prometheus says ${/"lastError":"[^"]*"/.exec(targets)?.[0]}`, { cause: error })
    })
  return { ...server, query, scraped }
}

/** What promtool has against metrics; empty when it has nothing. */
export function checkMetrics(metrics: string): Promise<string> {
  return new Promise((resolve) => {
    const promtool = execFile('promtool', ['check', 'metrics'], (error, stdout, stderr) => resolve(error ? `${stdout}${stderr}` : ''))
    promtool.stdin?.end(metrics)
  })
}
