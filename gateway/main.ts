import { pino } from 'pino'
import { environmentWithFile } from '../settings/environment.ts'
import { explainListening } from '../settings/listening.ts'
import { gatewaySettings } from '../settings/processes.ts'
import { readSettings, SettingsError } from '../settings/read-settings.ts'
import { Gateway } from './gateway.ts'

// What we write is nobody else's business.
process.umask(0o077)

try {
  const settings = readSettings(gatewaySettings, environmentWithFile(process.env))
  const log = pino({ name: 'gateway', level: settings.KZ_LOG_LEVEL })
  const gateway = new Gateway(settings, log)
  const ports = await gateway.start().catch((error: unknown) => {
    throw explainListening(error, settings)
  })
  log.info({ host: settings.KZ_BIND, ...ports }, 'gateway listens')
  let ending: Promise<never> | undefined
  const end = (): Promise<never> => {
    ending ??= gateway.stop().then(() => process.exit(0))
    return ending
  }
  // `disconnect`: the supervisor that started us is gone.
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, () => void end())
} catch (error) {
  // A wrong setting or a port that is taken: one clear sentence, no stack.
  const { message, hint } = error as Error & { hint?: { zh: string; en: string } }
  process.stderr.write(`${error instanceof SettingsError ? message : `gateway: ${message}`}${hint ? `\n${hint.zh}\n${hint.en}` : ''}\n`)
  process.exit(1)
}
