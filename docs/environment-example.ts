import { composeSettings } from '../settings/compose-settings.ts'
import { fileSuffix } from '../settings/secret-files.ts'
import { defaultTexts, type SettingName, secretSettings, settings } from '../settings/settings.ts'

/** `.env.example`: every setting with its meaning and its default, commented out so that copying it changes nothing. */
export function environmentExample(): string {
  const secrets = secretSettings.map((name) => `${name}${fileSuffix}`).join(', ')
  const head = [
    '# Generated from settings/ by "npm run docs".',
    '# Copy it to .env, which npm start, serve, sim, replay, kz and docker compose read, and take away the # of what you change.',
    `# A secret may be in a file instead, named by: ${secrets}.\n`,
  ].join('\n')
  const compose = [
    '# Read by docker-compose.yml alone. There KZ_BIND, KZ_DATA, KZ_REACHED_AS and the address and token of InfluxDB are set by it.',
    '# Your own secrets it takes as files: KZ_WEBHOOK_SECRET_FILE and KZ_ADMIN_PASSWORD_FILE, /given/NAME for stack/secrets/ingest/NAME.\n',
    ...Object.entries(composeSettings).map(([name, { default: text, description }]) => lines(description, name, text)),
  ]
  return [head, ...Object.keys(settings).map((name) => example(name as SettingName)), ...compose].join('\n')
}

const example = (name: SettingName): string => lines(settings[name].description, name, defaultTexts[name])

const lines = (description: string | undefined, name: string, text = ''): string => `# ${description}\n#${name}=${text}\n`
