import { ruleGroups } from '../../../dashboards/grafana/alerts/rule-groups.ts'
import type { FacilityKind } from '../../../facilities/define.ts'
import { startInflux } from '../../support/influx-server.ts'
import { askInflux } from './influx-ask.ts'
import { RuleEvaluation } from './rule-evaluation.ts'

const minuteMs = 60_000
const well = { gatewayUp: 1, journalUp: 1, pipelineUp: 1, storeUp: 1, factsUp: 1, lagSeconds: 1, received: 0, quarantined: 0, balanced: 1 }

export interface Device {
  readonly kind: string
  readonly device: string
  readonly facility: string
  readonly town: string
}

type Fields = Readonly<Record<string, number | string>>

/** What happens in one minute: who reports what, and how the platform is; `undefined` where nothing is written. */
export interface Minute {
  readonly readings?: readonly (readonly [Device, Fields])[]
  readonly platform?: Fields | undefined
  /** Of the town `shaxi`. */
  readonly offline?: number
}

/** A real influxd that is written to minute by minute while all rules are evaluated as Grafana does. */
export class AlertSite {
  readonly rules: readonly RuleEvaluation[]
  private readonly url: string
  private readonly database: string
  private now = Date.UTC(2026, 5, 1, 8)

  constructor(url: string, database: string, kinds: readonly FacilityKind[], only?: readonly string[]) {
    this.url = url
    this.database = database
    const ask = askInflux(url, database)
    const rules = ruleGroups(kinds).flatMap((group) => group.rules)
    this.rules = rules.filter(({ uid }) => only?.includes(uid) ?? true).map((rule) => new RuleEvaluation(rule, ask))
  }

  async pass(minutes: number, { readings = [], offline, ...rest }: Minute): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      this.now += minuteMs
      const platform = 'platform' in rest ? rest.platform : {}
      const lines = readings.map(([{ kind, ...tags }, fields]) =>
        this.line(kind, { ...tags, kind }, { ...fields, quality: 'good', received: this.now - 4_000 }),
      )
      if (platform) lines.push(this.line('kezhong_platform', {}, { ...well, ...platform }))
      if (offline !== undefined)
        lines.push(this.line('kezhong_fleet', { kind: 'k', town: 'shaxi', circle: 'c' }, { offline, registered: 300 }))
      if (lines.length > 0) await this.write(lines.join('\n'))
      await Promise.all(this.rules.map((rule) => rule.evaluate(this.now)))
    }
  }

  /** `rule {labels}` of each alert that fires. */
  firing(): string[] {
    return this.rules.flatMap((evaluation) =>
      evaluation.firing().map(({ labels }) => `${evaluation.rule.uid} ${labels.device ?? labels.town ?? ''}`.trim()),
    )
  }

  of(uid: string) {
    return this.rules.find(({ rule }) => rule.uid === uid)?.firing() ?? []
  }

  private line(measurement: string, tags: Readonly<Record<string, string>>, fields: Fields): string {
    const tagText = Object.entries(tags).map(([name, value]) => `,${name}=${value}`)
    const fieldText = Object.entries(fields).map(([name, value]) => `${name}=${typeof value === 'number' ? value : `"${value}"`}`)
    return `${measurement}${tagText.join('')} ${fieldText.join(',')} ${this.now - 5_000}`
  }

  private async write(body: string): Promise<void> {
    const response = await fetch(`${this.url}/write?db=${this.database}&precision=ms`, { method: 'POST', body })
    if (!response.ok) throw new Error(await response.text())
  }
}

export async function alertSites() {
  const influx = await startInflux()
  let made = 0
  return {
    /** `only`: the uids of the rules to evaluate; all otherwise. */
    async site(kinds: readonly FacilityKind[], only?: readonly string[]): Promise<AlertSite> {
      const database = `site${++made}`
      await influx.query(`CREATE DATABASE ${database}`)
      return new AlertSite(influx.url, database, kinds, only)
    },
    stop: () => influx.stop(),
  }
}
