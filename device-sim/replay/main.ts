import { loadSiteKinds } from '../../facilities/site-kinds.ts'
import { environmentWithFile } from '../../settings/environment.ts'
import { type SimSettings, simSettings } from '../../settings/processes.ts'
import { readSettings } from '../../settings/read-settings.ts'
import { brokerOf } from '../broker.ts'
import { explainConnection } from '../complaints.ts'
import { type Credential, listedCredentials } from '../credentials.ts'
import { leftOutLines } from '../left-out.ts'
import { SimError, sentenceOf } from '../sim-error.ts'
import { readMapping } from './mapping-file.ts'
import type { ReplayMessage } from './messages.ts'
import { help, type ReplayOptions, replayOptions } from './options.ts'
import { type Plan, planReplay } from './plan.ts'
import { progress } from './progress.ts'
import { planReport } from './report.ts'
import { Sender } from './sender.ts'
import { untilTime } from './until.ts'

const shownInDryRun = 3
const isWatched = process.stdout.isTTY === true
const print = (line: string) => console.log(line)

async function run(): Promise<void> {
  const settings = readSettings(simSettings, environmentWithFile(process.env))
  const kinds = loadSiteKinds(settings.KZ_KINDS)
  for (const line of leftOutLines(kinds)) console.error(line)
  const options = replayOptions(process.argv.slice(2), kinds.catalogue)
  if (!options) {
    console.log(help(kinds.catalogue))
    return
  }
  const mapping = readMapping(options.map, options.kind)
  const until = options.until === undefined ? undefined : untilTime(options.until, Date.now(), settings.KZ_TIMEZONE)
  const reading = progress('reading, row', 0, false, print)
  const plan = await planReplay(
    { path: options.file, kind: options.kind, mapping, target: options.target, device: options.device, until },
    reading.now,
  )
  for (const line of planReport(plan)) console.log(line)
  if (options.dryRun) await show(plan)
  else await send(plan, options, settings)
}

async function show(plan: Plan): Promise<void> {
  for await (const { topic, payload } of first(plan.messages(), shownInDryRun)) console.log(`${topic} ${payload}`)
  console.log('Nothing was sent (--dry-run).')
}

async function send(plan: Plan, options: ReplayOptions, settings: SimSettings): Promise<void> {
  const broker = brokerOf(options.url, settings)
  const count = Math.min(plan.tally.messages, options.limit ?? plan.tally.messages)
  const sending = progress('sending', count, isWatched, print)
  const explain = explainConnection(
    broker.shown,
    options.credentials ?? 'KZ_DEVICE_PASSWORD or --password, and that the device is registered',
  )
  const credentialOf = credentialsFor(options, process.env.KZ_DEVICE_PASSWORD)
  const sender = new Sender({ broker, credentialOf, explain, inflight: options.inflight, rate: options.rate, acknowledged: sending.now })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      sending.stop()
      console.error(`Stopped after ${sender.acknowledged} of ${count} messages; replayed again, these count as duplicates.`)
      process.exit(1)
    })
  }
  try {
    await sender.send(first(plan.messages(), count))
  } catch (error) {
    sending.stop()
    console.error(`${sender.acknowledged} of ${count} messages were acknowledged.`)
    throw error
  } finally {
    sending.stop()
    await sender.stop()
  }
  console.log(`${sender.acknowledged.toLocaleString('en-US')} messages acknowledged`)
}

async function* first(messages: AsyncIterable<ReplayMessage>, most: number): AsyncGenerator<ReplayMessage> {
  let left = most
  for await (const message of messages) {
    if (left-- <= 0) return
    yield message
  }
}

/** The device's own password, or the one a list has for it. */
function credentialsFor({ credentials, password }: ReplayOptions, fromEnvironment: string | undefined): (device: string) => Credential {
  if (credentials === 'none') return () => ({})
  const listed = credentials === undefined ? undefined : listedCredentials(credentials)
  return (device) => {
    const found = listed?.get(device)?.password ?? (listed ? undefined : (password ?? fromEnvironment))
    if (found !== undefined) return { username: device, password: found }
    const hint = listed ? `add it to ${credentials}` : 'set KZ_DEVICE_PASSWORD, or give --credentials FILE (or --credentials none)'
    throw new SimError(`There is no password for the device ${device}.`, { hint })
  }
}

try {
  await run()
  process.exit(0)
} catch (error) {
  console.error(sentenceOf(error))
  process.exit(1)
}
