import type { Logger } from 'pino'

/** Node-RED's levels. */
const levels = { fatal: 10, error: 20, warn: 30, audit: 98 } as const
/** A flow that fails fails often: beyond so many lines a minute there is one that says how many there were. */
const most = 30
const windowMs = 60_000

interface Line {
  readonly level: number
  readonly msg?: unknown
  readonly event?: string
  readonly user?: { readonly username?: string }
  readonly type?: string
  readonly name?: string
  readonly id?: string
}

/** Node-RED's log as lines of ours: what is wrong, and who changed flows. */
export function redLog(log: Logger): (line: Line) => void {
  let window = { until: 0, lines: 0 }
  return (line) => {
    if (line.level === levels.audit) return audit(log, line)
    // Of Node-RED itself, while it starts: which nodes it could not load is said where it is started.
    if (line.id === undefined && line.level > levels.error) return log.debug({ text: line.msg }, 'Node-RED')
    const now = Date.now()
    if (window.until <= now) {
      if (window.lines > most) log.warn({ lines: window.lines - most }, 'further messages of flows left out')
      window = { until: now + windowMs, lines: 0 }
    }
    if (++window.lines > most) return
    const about = { node: line.name ?? line.id, type: line.type, text: String(line.msg).slice(0, 2_000) }
    if (line.level <= levels.error) log.error(about, 'flow')
    else log.warn(about, 'flow')
  }
}

function audit(log: Logger, { event = '', user }: Line): void {
  if (/^(flows?\.(set|add|update|remove)|nodes\.|library\.set)/.test(event) && !event.endsWith('.get')) {
    log.info({ event, user: user?.username }, 'flows changed')
  }
}
