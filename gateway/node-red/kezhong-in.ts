import type { Down } from './broker-link.ts'
import type { DeviceNode } from './kezhong-device.ts'
import type { LiveQuery } from './live-link.ts'
import type { Message, Red, RedNode, Status } from './red.ts'
import type { Site } from './site.ts'

/** What it listens to: verdicts and commands come for bound devices, the others are heard of every device of the site. */
type Heard = 'verdict' | 'command' | 'reading' | 'state' | 'alarm'

interface InConfig {
  /** Of one device when given, else of all that match kind and facility. */
  readonly device?: string
  readonly kind?: string
  readonly facility?: string
  readonly events: readonly Heard[]
}

/** Gives what happens to devices into a flow. */
export function kezhongIn(red: Red): void {
  red.nodes.registerType('kezhong in', function (this: RedNode, config: InConfig) {
    red.nodes.createNode(this, config)
    startIn(red, this, config)
  } as (this: RedNode, config: never) => void)
}

function startIn(red: Red, node: RedNode, config: InConfig): void {
  const device = config.device ? (red.nodes.getNode(config.device) as DeviceNode | null)?.device : undefined
  const chosen: LiveQuery = {
    ...(device && { device }),
    ...(config.kind && { kind: config.kind }),
    ...(config.facility && { facility: config.facility }),
  }
  const wants = (what: string): boolean => config.events.some((event) => event === what)
  const { kezhong: site } = red.settings
  const undo = [
    ...(wants('verdict') || wants('command') ? [hearDown(site, node, chosen, wants)] : []),
    ...(wants('reading') || wants('state') || wants('alarm') ? [hearLive(site, node, chosen, wants)] : []),
  ]
  node.on('close', (_removed, done) => {
    for (const step of undo) step()
    done()
  })
}

type Wants = (what: string) => boolean

/** What comes for devices that are bound to us. */
function hearDown({ broker, devices }: Site, node: RedNode, chosen: LiveQuery, wants: Wants): () => void {
  const isThere = (id: string): boolean => {
    const bound = devices.get(id)
    return 'id' in bound && bound.facility === chosen.facility
  }
  return broker.onDown((down) => {
    const message = downMessage(down)
    if (!message || !wants(String(message.event))) return
    if (chosen.device && chosen.device !== down.device) return
    if (chosen.kind && chosen.kind !== down.kind) return
    if (!chosen.facility || isThere(down.device)) node.send(message)
  })
}

function hearLive({ live, locale }: Site, node: RedNode, chosen: LiveQuery, wants: Wants): () => void {
  const well: Status = { fill: 'green', shape: 'dot', text: chosen.device ?? chosen.kind ?? '' }
  return live.listen(chosen, {
    event: (type, data) => {
      if (wants(type)) node.send(liveMessage(type, data))
    },
    trouble: (words) => node.status(words ? { fill: 'yellow', shape: 'ring', text: words[locale] } : well),
  })
}

function downMessage({ kind, device, rest, body }: Down): Message | undefined {
  const about = { kind, device, topic: `kz/v1/${kind}/${device}/${rest}`, payload: body }
  if (rest === 'verdict') return { ...about, event: 'verdict' }
  return rest.startsWith('command/') ? { ...about, event: 'command', command: rest.slice('command/'.length) } : undefined
}

const liveMessage = (event: string, data: Record<string, unknown>): Message => ({
  event,
  kind: data.kind,
  device: data.device,
  topic: `${event}/${data.device}`,
  payload: data,
})
