import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { composeSettings } from '../../settings/compose-settings.ts'
import { fileSuffix } from '../../settings/secret-files.ts'
import { defaultTexts, type SettingName, secretSettings, settings } from '../../settings/settings.ts'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8')

const health = z.union([
  z.strictObject({ disable: z.literal(true) }),
  z.strictObject({
    test: z.tuple([z.literal('CMD')], z.string()),
    interval: z.string(),
    timeout: z.string(),
    retries: z.int(),
    start_period: z.string(),
  }),
])
const build = z.strictObject({ context: z.literal('.'), target: z.string(), args: z.record(z.string(), z.string()) })

/** What of the Compose specification we use; a slip of the pen in a key would otherwise be ignored by nobody but the reader. */
const service = z.strictObject({
  image: z.string(),
  build: build.optional(),
  profiles: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  user: z.string().regex(/^[1-9]\d*:[1-9]\d*$/, 'a number, and never that of root'),
  init: z.literal(true).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  volumes: z.array(z.string()),
  tmpfs: z.array(z.string()).optional(),
  restart: z.enum(['unless-stopped', 'no']),
  stop_grace_period: z.string().optional(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  logging: z.strictObject({ driver: z.literal('json-file'), options: z.strictObject({ 'max-size': z.string(), 'max-file': z.string() }) }),
  mem_limit: z.string(),
  cpus: z.number(),
  pids_limit: z.int(),
  ulimits: z.record(z.string(), z.int()).optional(),
  healthcheck: health,
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']) }))
    .optional(),
})
const compose = z
  .object({
    name: z.string(),
    services: z.record(z.string(), service),
    networks: z.record(z.string(), z.unknown()),
    volumes: z.record(z.string(), z.object({})),
  })
  .parse(parse(text, { merge: true, maxAliasCount: -1 }))
const services = Object.entries(compose.services)
const secretFiles = secretSettings.map((secret) => `${secret}${fileSuffix}`)

describe.each(services)(
  'the container %s',
  (name, { image, volumes, ports = [], networks, healthcheck, restart, depends_on = {}, ...it_ }) => {
    it('comes from an image of one version, or from the Dockerfile', () => {
      expect(image).toMatch(/:v?\d+\.\d+\.\d+$/)
      expect(image.startsWith('kezhong') === (it_.build !== undefined)).toBe(true)
    })

    it('is watched as long as it runs, and one that runs once is waited for', () => {
      expect('disable' in healthcheck).toBe(restart === 'no')
      if (restart !== 'no') expect(it_.stop_grace_period).toBeDefined()
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const waitsItself = name === 'influx-setup' && other === 'influxdb'
        const serves = waitsItself ? 'service_started' : 'service_healthy'
        expect(condition, other).toBe(compose.services[other]?.restart === 'no' ? 'service_completed_successfully' : serves)
      }
    })

    it('mounts what there is: a volume with a name, or a path of the repository, which it only reads', () => {
      for (const volume of volumes.map(filledIn)) {
        const [source = '', target, mode] = volume.split(':')
        if (!source.startsWith('./')) expect(compose.volumes, `${name} ${volume}`).toHaveProperty(source)
        else expect([mode, target, existsSync(join(root, source))]).toEqual(['ro', target, true])
      }
      for (const network of networks) expect(compose.networks).toHaveProperty(network)
    })

    it('opens ports on this machine alone until somebody says otherwise', () => {
      for (const port of ports) expect(filledIn(port)).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
      if (name === 'influxdb' || name === 'prometheus') expect(ports).toEqual([])
    })

    it('is told only settings that there are, and no secret in words', () => {
      const foreign = ['KZ_PROMETHEUS_URL'] // Grafana's provisioning asks for it
      const known = [...Object.keys(settings), ...Object.keys(composeSettings), ...secretFiles, ...foreign]
      for (const [variable, value] of Object.entries(it_.environment ?? {})) {
        if (variable.startsWith('KZ_')) expect(known).toContain(variable)
        if (secretSettings.includes(variable as SettingName)) expect(filledIn(value)).toBe('')
      }
    })
  },
)

it('every variable has the default that .env.example names', () => {
  for (const [, name = '', given = ''] of text.matchAll(/\$\{(\w+)(?::-([^}]*))?\}/g)) {
    const compose = composeSettings[name as keyof typeof composeSettings]?.default
    if (secretFiles.includes(name)) continue // of a secret, which has no default
    // What must be said to containers in full, since Grafana is told it too.
    const own = { KZ_INFLUX_ROLLUP_BUCKET: 'kezhong_rollup' }[name]
    expect([name, given]).toEqual([name, own ?? compose ?? defaultTexts[name as SettingName] ?? ''])
    expect(name in settings || name in composeSettings, name).toBe(true)
  }
})

it('every variable of compose alone is used', () => {
  for (const name of Object.keys(composeSettings)) expect(text).toContain(`\${${name}`)
})

it('what somebody types into no file of variables is taken from files that only their service sees', () => {
  const given = services.flatMap(([name, { volumes }]) =>
    volumes.filter((volume) => volume.includes('/given')).map((volume) => [name, volume]),
  )

  expect(given).toEqual([
    ['prepare', './stack/secrets/ingest:/given:ro'],
    ['ingest', './stack/secrets/ingest:/given:ro'],
    ['grafana', './stack/secrets/grafana:/given:ro'],
  ])
  expect(compose.services.ingest?.environment).not.toHaveProperty('KZ_WEBHOOK_SECRET')
})

it('a database that is away keeps neither ingest nor Grafana from starting once it was set up', () => {
  const needed = (name: string): string[] =>
    Object.entries(compose.services[name]?.depends_on ?? {}).flatMap(([other, { condition }]) => [
      `${other} ${condition}`,
      ...needed(other),
    ])

  for (const name of ['gateway', 'ingest', 'node-red', 'grafana'])
    expect(needed(name).filter((each) => each.startsWith('influxdb ') && !each.endsWith('started'))).toEqual([])
  expect(compose.services['influx-setup']?.command).toContain('--wait')
})

it('the fleet is simulated only for those who ask for it', () => {
  expect(services.filter(([, { profiles }]) => profiles).map(([name]) => name)).toEqual(['prepare-demo', 'device-sim'])
})

it('each volume is first filled by a user who owns the folder of the image under it', () => {
  // As the images make them; ours are in the Dockerfile.
  const owners: Record<string, string> = { '/var/lib/influxdb2': '1000', '/var/lib/grafana': '472', '/prometheus': '65534' }
  const ours = /install -d -o (\d+) -g \d+ -m 0750 ([^\n\\]+)|install -d -o (\d+) -g \d+ -m 0700 (\S+)/g
  for (const [, one, folders, two, folder] of readFileSync(join(root, 'Dockerfile'), 'utf8').matchAll(ours))
    for (const path of (folders ?? folder ?? '').trim().split(' ')) owners[path] = one ?? two ?? ''

  const writers = services.flatMap(([name, { volumes, user }]) =>
    volumes
      .map((volume) => volume.split(':'))
      .filter(([source = '', , mode]) => source in compose.volumes && mode !== 'ro')
      .map(([source, target = '']) => ({ name, source, owner: owners[target], user: user?.split(':')[0] })),
  )
  expect(new Set(writers.map(({ source }) => source))).toEqual(new Set(Object.keys(compose.volumes)))
  for (const { name, source, owner, user } of writers) expect(owner, `${name} ${source}`).toBe(user)
})

describe('the Dockerfile', () => {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n')

  it('starts from images of one version, and its last word on users is not root', () => {
    const from = lines.filter((line) => line.startsWith('FROM ${'))
    expect(from).toHaveLength(2)
    for (const line of from) expect(line).toMatch(/:(\d+\.\d+\.\d+-bookworm-slim|bookworm-\d{8}-slim) AS /)
    expect(lines.filter((line) => line.startsWith('USER ')).at(-1)).toBe('USER 10001:10001')
  })

  it('takes only folders that there are, without tests', () => {
    const taken = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
    expect(taken.map((line) => line.slice(1)).filter((path) => !existsSync(join(root, path)))).toEqual([])
    expect(taken).not.toContain('!test')
  })
})

/** As Compose fills them in when no variable is set. */
function filledIn(value: string): string {
  return value.replace(/\$\{\w+(?::-([^}]*))?\}/g, (_, given = '') => given)
}
