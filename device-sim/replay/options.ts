import { parseArgs } from 'node:util'
import { builtIn, type Catalogue } from '../../facilities/catalogue.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import { brokerUrl, namesOf, whole } from '../options.ts'
import { SimError, sentenceOf } from '../sim-error.ts'

export interface ReplayOptions {
  readonly file: string
  readonly kind: FacilityKind
  readonly map: string
  readonly target: string | undefined
  readonly until: string | undefined
  readonly device: string | undefined
  readonly password: string | undefined
  readonly credentials: string | undefined
  readonly url: string | undefined
  /** Messages a second; 0: as fast as they are acknowledged. */
  readonly rate: number
  readonly inflight: number
  readonly limit: number | undefined
  readonly dryRun: boolean
}

export const help = ({
  all,
}: Catalogue): string => `Replays recorded data as the messages of a device, each acknowledged (QoS 1), with its own time.

  npm run replay -- FILE --as KIND --map MAP.yaml [options]

  FILE                 CSV, a JSON array, or JSON lines
  --as KIND            ${namesOf(all)}
  --map MAP.yaml       how a row becomes a message; device-sim/replay/mappings/README.md explains it. A mapping as GET /mappings of
                       the platform answers it, saved as JSON, will do
  --target TARGET      telemetry, or event/NAME, where the mapping leaves it open
  --until TIME         all times moved by one offset so that the last falls there: a time with zone, a date or "yesterday" (its last
                       millisecond in KZ_TIMEZONE), "now" (times as recorded)
  --device ID          whose messages they are; without it the mapping says it for each row
  --password TEXT      of the device; better in KZ_DEVICE_PASSWORD, because others on this machine can read a command line
  --credentials FILE   CSV with the columns username,password instead; "none" for a broker that asks for no password
  --url URL            mqtt://, mqtts://, ws:// or wss:// (this machine, KZ_MQTT_PORT)
  --rate N             messages a second; 0 as fast as they are acknowledged (0)
  --inflight N         messages on the way at once (100)
  --limit N            only the first N messages
  --dry-run            sends nothing; prints the first messages and the totals
  --help

A second replay of the same file with the same mapping and offset sends the same messages with the same numbers: the platform counts them
as duplicates. Ends with 0 only when every message was acknowledged.
`

/** `undefined` when only the help is wanted. Throws a SimError with one sentence. */
export function replayOptions(args: readonly string[], catalogue = builtIn): ReplayOptions | undefined {
  const { values: given, positionals } = parsed(args)
  if (given.help) return undefined
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new SimError('Give one file to replay.', { hint: 'npm run replay -- --help' })
  if (given.map === undefined)
    throw new SimError('--map MAP.yaml is missing.', { hint: 'mappings to start from are in device-sim/replay/mappings' })
  return {
    file,
    map: given.map,
    target: given.target,
    kind: kindOf(given.as, catalogue),
    until: given.until,
    device: given.device,
    password: given.password,
    credentials: given.credentials,
    url: given.url === undefined ? undefined : brokerUrl(given.url),
    rate: whole('--rate', given.rate ?? '0', 0, 1_000_000),
    inflight: whole('--inflight', given.inflight ?? '100', 1, 10_000),
    limit: given.limit === undefined ? undefined : whole('--limit', given.limit, 1, 1_000_000_000),
    dryRun: given['dry-run'] ?? false,
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const texts = { as: text, map: text, target: text, until: text, device: text, password: text, credentials: text }
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...texts, url: text, rate: text, inflight: text, limit: text, 'dry-run': flag, help: { ...flag, short: 'h' } },
    })
  } catch (error) {
    throw new SimError(sentenceOf(error).split('. ')[0] ?? '', { hint: 'npm run replay -- --help lists the options' })
  }
}

function kindOf(name: string | undefined, { all, get }: Catalogue): FacilityKind {
  const kind = get(name ?? '')
  if (kind) return kind
  const known = namesOf(all)
  throw new SimError(name === undefined ? `--as KIND is missing: ${known}.` : `--as names "${name}", which is no kind: ${known}.`)
}
