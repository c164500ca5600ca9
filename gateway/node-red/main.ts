import { constants, setPriority } from 'node:os'
import { pino } from 'pino'
import { loadSiteKinds } from '../../facilities/site-kinds.ts'
import { environmentWithFile } from '../../settings/environment.ts'
import { nodeRedSettings } from '../../settings/processes.ts'
import { readSettings, SettingsError } from '../../settings/read-settings.ts'
import { fileSuffix } from '../../settings/secret-files.ts'
import { secretSettings } from '../../settings/settings.ts'
import { NodeRed } from './node-red.ts'

// What we write is nobody else's business.
process.umask(0o077)

// A busy flow waits for the machine's other work, and not the other way round.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

// Says that the event loop turns: a flow that loops for ever stops it, and the supervisor ends us.
const beat = (): unknown => process.send?.('alive')
beat()
setInterval(beat, 1_000).unref()

try {
  const settings = readSettings(nodeRedSettings, environmentWithFile(process.env))
  // Flows can read the environment, and files.
  for (const secret of secretSettings) {
    delete process.env[secret]
    delete process.env[secret + fileSuffix]
  }
  const log = pino({ name: 'node-red', level: settings.KZ_LOG_LEVEL })
  const nodeRed = new NodeRed(settings, loadSiteKinds(settings.KZ_KINDS).catalogue, log)
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a flow ended Node-RED')
    process.exit(1)
  })
  const port = await nodeRed.start()
  log.info({ host: settings.KZ_BIND, http: port }, 'Node-RED listens')
  let ending: Promise<never> | undefined
  const end = (): Promise<never> => {
    ending ??= nodeRed.stop().then(() => process.exit(0))
    return ending
  }
  // `disconnect`: the supervisor that started us is gone.
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, () => void end())
} catch (error) {
  // A wrong setting or a port that is taken: one clear sentence, no stack.
  const { message, hint } = error as Error & { hint?: { zh: string; en: string } }
  process.stderr.write(`${error instanceof SettingsError ? message : `node-red: ${message}`}${hint ? `\n${hint.zh}\n${hint.en}` : ''}\n`)
  process.exit(1)
}
