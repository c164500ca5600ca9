import type { Down } from './broker-link.ts'
import type { DeviceNode } from './kezhong-device.ts'
import type { LiveQuery } from './live-link.ts'
import type { Message, Red, RedNode } from './red.ts'

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
  const { broker, devices, live, locale } = red.settings.kezhong
  const device = config.device ? (red.nodes.getNode(config.device) as DeviceNode | null)?.device : undefined
  const wants = (what: Heard): boolean => config.events.includes(what)
  const undo: (() => void)[] = []
  const matches = (down: Down): boolean => {
    const bound = devices.get(down.device)
    const isThere = !config.facility || ('id' in bound && bound.facility === config.facility)
    return (!device || device === down.device) && (!config.kind || config.kind === down.kind) && isThere
  }

  if (wants('verdict') || wants('command')) {
    undo.push(
      broker.onDown((down) => {
        const message = downMessage(down)
        if (message && wants(message.event as Heard) && matches(down)) node.send(message)
      }),
    )
  }
  if (wants('reading') || wants('state') || wants('alarm')) {
    const query: LiveQuery = {
      ...(device && { device }),
      ...(config.kind && { kind: config.kind }),
      ...(config.facility && { facility: config.facility }),
    }
    undo.push(
      live.listen(query, {
        event: (type, data) => {
          if (wants(type as Heard)) node.send(liveMessage(type, data))
        },
        trouble: (words) =>
          node.status(
            words
              ? { fill: 'yellow', shape: 'ring', text: words[locale] }
              : { fill: 'green', shape: 'dot', text: device ?? config.kind ?? '' },
          ),
      }),
    )
  }
  node.on('close', (_removed, done) => {
    for (const step of undo) step()
    done()
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
