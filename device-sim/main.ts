import { loadSiteKinds } from '../facilities/site-kinds.ts'
import { environmentWithFile } from '../settings/environment.ts'
import { simSettings } from '../settings/processes.ts'
import { readSettings } from '../settings/read-settings.ts'
import type { Summary } from './fleet.ts'
import { leftOutLines } from './left-out.ts'
import { help, simOptions } from './options.ts'
import { sentenceOf } from './sim-error.ts'
import { Simulation } from './simulation.ts'

const summaryMs = 10_000

function run(): void {
  const settings = readSettings(simSettings, environmentWithFile(process.env))
  const kinds = loadSiteKinds(settings.KZ_KINDS)
  const options = simOptions(process.argv.slice(2), kinds.catalogue)
  if (!options) {
    console.log(help(kinds.catalogue))
    return
  }
  for (const line of leftOutLines(kinds)) console.error(line)
  const simulation = new Simulation(options, settings, kinds.catalogue, (sentence) => console.error(sentence))
  const say = () => console.log(line(simulation.summary()))
  const isWatched = process.stdout.isTTY || options.verbose
  const timer = isWatched ? setInterval(say, summaryMs) : undefined

  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    clearInterval(timer)
    await simulation.stop()
    say()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  process.on('disconnect', () => void stop()) // the supervisor that started us is gone
  if (options.forMs !== undefined) setTimeout(() => void stop(), options.forMs)

  console.log(simulation.title)
  simulation.start()
}

function line({ devices, connected, sent, acknowledged, waiting, dropped }: Summary): string {
  const lost = dropped === 0 ? '' : `, dropped ${dropped} (a device keeps no more while it is cut off)`
  return `devices ${devices}, connected ${connected}, sent ${sent}, acknowledged ${acknowledged}, waiting ${waiting}${lost}`
}

// What we write is nobody else's business.
process.umask(0o077)

try {
  run()
} catch (error) {
  console.error(sentenceOf(error))
  process.exit(1)
}
