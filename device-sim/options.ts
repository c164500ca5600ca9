import { parseArgs } from 'node:util'
import { builtIn, type Catalogue } from '../facilities/catalogue.ts'
import { durationMs } from './duration.ts'
import { type FaultName, type FaultShares, faultNames, faults } from './faults/faults.ts'
import { SimError, sentenceOf } from './sim-error.ts'

export interface SimOptions {
  readonly devices: number | undefined
  readonly speed: number
  readonly pastMs: number
  readonly forMs: number | undefined
  readonly seed: number
  readonly url: string | undefined
  readonly credentials: string | undefined
  readonly kinds: readonly string[] | undefined
  readonly qos: 0 | 1
  readonly faults: FaultShares
  readonly memory: string | undefined
  readonly verbose: boolean
}

export const help = ({ all }: Catalogue): string => `Simulates a fleet of devices; each is an MQTT connection of its own.

  npm run sim -- [options]

  --devices N          how many (all of the demo register); they are spread over its towns and kinds
  --kinds a,b          only these: ${namesOf(all)}
  --speed X            time runs X times as fast (1). Above 1 the simulated time starts in the past and ends in the present: with --for it
                       gets there at the very end, else it tells the last day and goes on as usual once it has caught up. Time stamps are
                       simulated times and so never in the future
  --past DURATION      how far in the past to start with --speed above 1 and without --for (24h)
  --for DURATION       stop after this time, such as 90s, 15min, 2h (until stopped)
  --seed N             the same seed tells the same day (1)
  --url URL            mqtt://, mqtts://, ws:// or wss:// (this machine, KZ_MQTT_PORT)
  --credentials FILE   CSV with the columns username,password and, for devices outside the demo register, kind; "none" for a broker that asks
                       for no password (the demo register's own, from KZ_DATA/demo-secret)
  --qos 0|1            of readings and events (1)
  --faults a=S,b=S     share of the devices that have a fault, as in offline=0.05,duplicate=10%
  --memory FILE        where the meters' values outlive a restart, with --speed 1; "none" for nowhere (KZ_DATA/device-sim.json)
  --verbose            the summary line every 10 s even when nobody watches
  --help

Faults:
${faultNames.map((name) => `  ${name.padEnd(14)} ${faults[name].explanation}`).join('\n')}
`

/** `undefined` when only the help is wanted. Throws a SimError with one sentence. */
export function simOptions(args: readonly string[], catalogue = builtIn): SimOptions | undefined {
  const given = parsed(args)
  if (given.help) return undefined
  const speed = number('--speed', given.speed ?? '1', 1, 100_000)
  return {
    devices: given.devices === undefined ? undefined : whole('--devices', given.devices, 1, 1_000_000),
    speed,
    pastMs: durationMs(given.past ?? '24h', '--past'),
    forMs: given.for === undefined ? undefined : durationMs(given.for, '--for'),
    seed: whole('--seed', given.seed ?? '1', 0, 2 ** 31),
    url: given.url === undefined ? undefined : brokerUrl(given.url),
    credentials: given.credentials,
    kinds: given.kinds === undefined ? undefined : kindList(given.kinds, catalogue),
    qos: whole('--qos', given.qos ?? '1', 0, 1) as 0 | 1,
    faults: faultShares(given.faults ?? ''),
    memory: given.memory,
    verbose: given.verbose ?? false,
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        devices: text,
        kinds: text,
        speed: text,
        past: text,
        for: text,
        seed: text,
        url: text,
        credentials: text,
        qos: text,
        faults: text,
        memory: text,
        verbose: flag,
        help: { ...flag, short: 'h' },
      },
    }).values
  } catch (error) {
    throw new SimError(sentenceOf(error).split('. ')[0] ?? '', { hint: 'npm run sim -- --help lists the options' })
  }
}

function number(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= most) return value
  throw new SimError(`${option} is "${text}", but must be a number from ${least} to ${most}.`)
}

export function whole(option: string, text: string, least: number, most: number): number {
  const value = number(option, text, least, most)
  if (Number.isInteger(value)) return value
  throw new SimError(`${option} is "${text}", but must be a whole number.`)
}

/** Passwords come from a file or the environment: an address ends up in process lists. */
export function brokerUrl(text: string): string {
  const url = URL.parse(text)
  if (url && /^(mqtts?|wss?):$/.test(url.protocol) && url.host !== '' && url.username === '' && url.password === '') return text
  throw new SimError('--url must be an address such as mqtt://127.0.0.1:1883 (also mqtts, ws, wss), without user and password in it.')
}

function kindList(text: string, { all, get }: Catalogue): string[] {
  const names = text.split(',').map((name) => name.trim())
  const stranger = names.find((name) => !get(name))
  if (stranger === undefined) return names
  throw new SimError(`--kinds names "${stranger}", which is no kind: ${namesOf(all)}.`)
}

export const namesOf = (kinds: Catalogue['all']): string => kinds.map(({ kind }) => kind).join(', ')

function faultShares(text: string): FaultShares {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '')
  return Object.fromEntries(pairs.map(faultShare))
}

function faultShare(pair: string): [FaultName, number] {
  const [name = '', amount = ''] = pair.split('=').map((part) => part.trim())
  const known = faultNames.find((other) => other === name)
  if (!known) throw new SimError(`--faults names "${name}", which is none of ${faultNames.join(', ')}.`)
  const share = amount.endsWith('%') ? Number(amount.slice(0, -1)) / 100 : Number(amount)
  if (amount !== '' && share >= 0 && share <= 1) return [known, share]
  throw new SimError(`--faults gives ${name} the share "${amount}", but a share is a number from 0 to 1, or up to 100%.`)
}
