import { defaultTexts, type SettingName, settings } from '../settings/settings.ts'

/** `.env.example`: every setting with its meaning and its default, commented out so that copying it changes nothing. */
export function environmentExample(): string {
  const head = [
    '# Generated from settings/settings.ts by "npm run docs".',
    '# Copy it to .env, which npm start, serve, sim, replay and kz read, and take away the # of what you change.\n',
  ].join('\n')
  return [head, ...Object.keys(settings).map((name) => example(name as SettingName))].join('\n')
}

function example(name: SettingName): string {
  return `# ${settings[name].description}\n#${name}=${defaultTexts[name] ?? ''}\n`
}
