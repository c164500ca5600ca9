// Stands for Grafana 12.4, which cannot run here: its documented HTTP API as far as kz uses it, strict about what is sent.
// https://grafana.com/docs/grafana/v12.4/developer-resources/api-reference/http-api/ {dashboard,folder,data_source,alerting_provisioning}
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { whenDone } from '../../support/clean-up.ts'

type Body = Record<string, unknown>
export interface Board {
  dashboard: Body & { uid: string; version: number; title?: string; panels?: { title?: string; type: string }[] }
  folderUid: string
  isProvisioned?: boolean
}
type Answer = readonly [status: number, body: unknown]

export const tokens = { admin: 'glsa_admin', editor: 'glsa_editor', viewer: 'glsa_viewer' } as const

const missing = (what: string): Answer => [404, { message: `${what} not found` }]
const bad = (message: string): Answer => [400, { message }]
const isUid = (uid: unknown): uid is string => typeof uid === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(uid)

export class GrafanaServer {
  url = ''
  readonly sources = new Set(['kezhong-readings', 'kezhong-rollups', 'kezhong-prometheus'])
  readonly folders = new Map<string, string>([['theirs', 'Their folder']])
  readonly boards = new Map<string, Board>()
  readonly rules = new Map<string, Body>()
  /** 'METHOD /path' of everything that writes. */
  readonly writes: string[] = []
  /** Called before a dashboard is saved: somebody else may be quicker. */
  beforeSave: () => void = () => {}
  private nextId = 1

  async start(): Promise<void> {
    const server = createServer(async (request, response) => {
      const body = request.method === 'GET' ? undefined : ((await json(request)) as Body)
      const [status, answer] = this.answer(request, body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    whenDone(() => {
      server.closeAllConnections()
      server.close()
    })
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  private answer({ method = '', url = '', headers }: IncomingMessage, body: Body = {}): Answer {
    if (url === '/api/health') return [200, { database: 'ok', version: '12.4.1', commit: 'x' }]
    const token = Object.entries(tokens).find(([, value]) => headers.authorization === `Bearer ${value}`)?.[0]
    if (token === undefined) return [401, { message: 'Invalid API key', messageId: 'api-key.invalid', statusCode: 401, traceID: '' }]
    const isForAdmin = url.startsWith('/api/v1/provisioning')
    if (method !== 'GET' && headers['content-type'] !== 'application/json') return bad('bad request data')
    if ((method !== 'GET' && token === 'viewer') || (isForAdmin && token !== 'admin'))
      return [403, { accessErrorId: 'ACE1', message: "You'll need additional permissions to perform this action.", title: 'Access denied' }]
    if (method !== 'GET') this.writes.push(`${method} ${url}`)
    const last = decodeURIComponent(url.split('/').at(-1) ?? '')
    if (url.startsWith('/api/datasources/uid/')) return this.sources.has(last) ? [200, { uid: last }] : missing('Data source')
    if (method === 'GET' && url.startsWith('/api/folders/'))
      return this.folders.has(last) ? [200, { uid: last, title: this.folders.get(last) }] : missing('folder')
    if (method === 'POST' && url === '/api/folders') return this.makeFolder(body)
    if (method === 'GET' && url.startsWith('/api/search?')) return this.search(new URLSearchParams(url.slice('/api/search?'.length)))
    if (method === 'GET' && url.startsWith('/api/dashboards/uid/')) return this.board(last)
    if (method === 'POST' && url === '/api/dashboards/db') return this.saveBoard(body)
    if (url.startsWith('/api/v1/provisioning/alert-rules')) return this.rule(method, url, body, headers)
    return missing(url)
  }

  private makeFolder({ uid, title, ...more }: Body): Answer {
    if (!isUid(uid) || typeof title !== 'string' || title === '' || Object.keys(more).length > 0) return bad('bad request data')
    if (this.folders.has(uid)) return [412, { message: 'a folder with the same UID already exists' }]
    this.folders.set(uid, title)
    return [200, { uid, title }]
  }

  /** Of folders and dashboards; here only the latter. */
  private search(query: URLSearchParams): Answer {
    const found = [...this.boards].filter(([, { dashboard }]) => (dashboard.tags as string[] | undefined)?.includes(query.get('tag') ?? ''))
    const items = found.map(([uid, { dashboard, folderUid }]) => ({
      uid,
      title: dashboard.title,
      type: 'dash-db',
      tags: dashboard.tags,
      folderUid,
    }))
    return [200, items.slice(0, Number(query.get('limit') ?? 1_000))]
  }

  private board(uid: string): Answer {
    const found = this.boards.get(uid)
    return found
      ? [200, { dashboard: found.dashboard, meta: { folderUid: found.folderUid, provisioned: found.isProvisioned ?? false } }]
      : missing('Dashboard')
  }

  private saveBoard(body: Body): Answer {
    const {
      dashboard,
      folderUid,
      overwrite = false,
      message = '',
      ...more
    } = body as { dashboard?: Body; folderUid?: string; overwrite?: boolean; message?: unknown }
    this.beforeSave()
    if (!dashboard || Object.keys(more).length > 0 || typeof message !== 'string') return bad('bad request data')
    const { uid, title, id, version } = dashboard
    if (!isUid(uid)) return bad('uid contains illegal characters or is too long')
    if (typeof title !== 'string' || title === '') return bad('Dashboard title cannot be empty')
    if (folderUid && !this.folders.has(folderUid)) return bad('folder not found')
    const before = this.boards.get(uid)
    if (before?.isProvisioned) return bad('Cannot save provisioned dashboard')
    if (!before && id !== null && id !== undefined) return [404, { message: 'Dashboard not found', status: 'not-found' }]
    if (before && !overwrite && version !== before.dashboard.version)
      return [412, { message: 'The dashboard has been changed by someone else', status: 'version-mismatch' }]
    const saved = { ...dashboard, uid, id: before?.dashboard.id ?? this.nextId++, version: (before?.dashboard.version ?? 0) + 1 }
    this.boards.set(uid, { dashboard: saved, folderUid: folderUid ?? '' })
    return [200, { id: saved.id, uid, url: `/d/${uid}`, status: 'success', version: saved.version }]
  }

  private rule(method: string, url: string, body: Body, headers: IncomingMessage['headers']): Answer {
    const uid = url.slice('/api/v1/provisioning/alert-rules/'.length)
    const found = this.rules.get(uid)
    if (method === 'GET' && uid === '') return [200, [...this.rules.values()]]
    if (method === 'GET') return found ? [200, found] : [404, {}]
    const fault = this.ruleFault(body)
    if (fault !== undefined) return bad(`invalid alert rule: ${fault}`)
    if (found?.provenance === 'file') return [409, { message: 'cannot change provenance from file' }]
    if (method === 'PUT' && !found) return missing('rule')
    const provenance = headers['x-disable-provenance'] === 'true' ? {} : { provenance: 'api' }
    this.rules.set(String(body.uid), {
      ...body,
      id: 1,
      updated: '2026-01-01T00:00:00Z',
      keep_firing_for: '0s',
      notification_settings: null,
      record: null,
      ...provenance,
    })
    return [method === 'POST' ? 201 : 200, this.rules.get(String(body.uid))]
  }

  private ruleFault({
    uid,
    title,
    ruleGroup,
    folderUID,
    orgID,
    condition,
    data,
    noDataState,
    execErrState,
    for: pending,
  }: Body): string | undefined {
    if (!isUid(uid)) return 'uid'
    if (typeof title !== 'string' || title === '' || title.length > 190) return 'title'
    if (typeof ruleGroup !== 'string' || ruleGroup === '') return 'ruleGroup'
    if (!this.folders.has(String(folderUID))) return 'folderUID'
    if (typeof orgID !== 'number') return 'orgID'
    if (!['OK', 'NoData', 'Alerting', 'KeepLast'].includes(String(noDataState))) return 'noDataState'
    if (!['OK', 'Error', 'Alerting', 'KeepLast'].includes(String(execErrState))) return 'execErrState'
    if (!/^(\d+h)?(\d+m)?(\d+s)?$/.test(String(pending))) return 'for'
    const queries = data as { refId: string; datasourceUid: string; model: Body; relativeTimeRange: { from: number; to: number } }[]
    if (!Array.isArray(data) || !queries.some(({ refId }) => refId === condition)) return 'condition'
    if (queries.some(({ datasourceUid }) => datasourceUid !== '__expr__' && !this.sources.has(datasourceUid))) return 'data source'
    const isRecovery = ({ model }: { model: Body }) => JSON.stringify(model).includes('unloadEvaluator')
    return queries.some((query) => isRecovery(query) && query.refId !== condition)
      ? 'recovery threshold is only allowed to be the alert condition'
      : undefined
  }
}
