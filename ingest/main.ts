import { pino } from 'pino'
import { loadSiteKinds } from '../facilities/site-kinds.ts'
import { environmentWithFile } from '../settings/environment.ts'
import { explainListening } from '../settings/listening.ts'
import { ingestSettings } from '../settings/processes.ts'
import { readSettings, SettingsError } from '../settings/read-settings.ts'
import { Ingest } from './ingest.ts'
import { logSiteKinds } from './site-kinds-log.ts'

// What we write is nobody else's business.
process.umask(0o077)

try {
  const settings = readSettings(ingestSettings, environmentWithFile(process.env))
  const log = pino({ name: 'ingest', level: settings.KZ_LOG_LEVEL })
  const kinds = loadSiteKinds(settings.KZ_KINDS)
  logSiteKinds(log, kinds)
  const ingest = new Ingest(settings, log, kinds, (error) => {
    log.fatal({ err: error }, 'a thread ended')
    process.exit(1)
  })
  const port = await ingest.start().catch((error: unknown) => {
    throw explainListening(error, settings)
  })
  log.info({ host: settings.KZ_BIND, http: port }, 'API listens')
  let ending: Promise<never> | undefined
  const end = (): Promise<never> => {
    ending ??= ingest.stop().then(() => process.exit(0))
    return ending
  }
  // `disconnect`: the supervisor that started us is gone.
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, () => void end())
} catch (error) {
  const { message, hint } = error as Error & { hint?: { zh: string; en: string } }
  process.stderr.write(`${error instanceof SettingsError ? message : `ingest: ${message}`}${hint ? `\n${hint.zh}\n${hint.en}` : ''}\n`)
  process.exit(1)
}
