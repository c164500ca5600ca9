// What docker-compose.yml mounts into Grafana against what the files that are mounted there ask for.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { contactNames } from '../../dashboards/grafana/provisioning/contacts.ts'
import { composeSettings } from '../../settings/compose-settings.ts'

const root = join(import.meta.dirname, '../..')
const { grafana } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true, maxAliasCount: -1 }).services as {
  grafana: { environment: Record<string, string>; volumes: string[] }
}
const provisioned = '/etc/grafana/provisioning'

/** As Compose fills in for one way of being told of alarms. */
const mountsFor = (contact: string): Map<string, string> =>
  new Map(
    grafana.volumes.map((volume) => {
      const [source = '', target = ''] = volume.replace(/\$\{KZ_GRAFANA_CONTACT:-none\}/, contact).split(':')
      return [target, source]
    }),
  )
const mounts = mountsFor('none')

/** The file or folder of the repository that Grafana finds at a path of its container. */
function behind(path: string): string | undefined {
  const mount = [...mounts].find(([target]) => path === target || path.startsWith(`${target}/`))
  return mount && join(root, mount[1], path.slice(mount[0].length))
}

describe.each(contactNames)('with KZ_GRAFANA_CONTACT=%s', (contact) => {
  const files = [...mountsFor(contact)].filter(([target]) => target.startsWith(provisioned)).map(([, source]) => join(root, source))

  it('every file that is mounted is there', () => {
    expect(files.filter((file) => !existsSync(file))).toEqual([])
    expect(composeSettings.KZ_GRAFANA_CONTACT.description).toContain(contact)
  })

  it('Grafana is told each variable they ask for', () => {
    const asked = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\$\{?([A-Z]\w+)/g)].map(([, name = '']) => name))

    expect(asked).toContain('KZ_INFLUX_URL')
    expect(asked.filter((name) => !(name in grafana.environment))).toEqual([])
  })

  it('each file they read a secret from is in a volume of secrets', () => {
    const paths = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\$__file\{([^}]+)\}/g)].map(([, path = '']) => path))

    expect(paths).toContain('/run/secrets/grafana-influx-token')
    for (const path of paths) expect(mounts.get(path.slice(0, path.lastIndexOf('/')))).toBe('secrets-grafana')
  })
})

it('every kind of file that is generated for it is mounted where Grafana looks, one database and one contact of them', () => {
  const generated = join(root, 'dashboards/grafana/generated/provisioning')
  const folders = (paths: string[]) => [...new Set(paths.map((path) => path.split('/')[0]))].toSorted()

  expect(folders(globSync('*/*.yaml', { cwd: generated }))).toEqual(['alerting', 'contacts', 'dashboards', 'datasources'])
  const chosen = (path: string) => !/^(contacts|datasources\/influxdb-[13])/.test(path)
  for (const path of globSync('*/*.yaml', { cwd: generated }).filter(chosen))
    expect(mounts.get(join(provisioned, path.replace('influxdb-2', 'influxdb')))).toBe(
      `./dashboards/grafana/generated/provisioning/${path}`,
    )
})

it('the providers find dashboards under their paths, and the home is one of them', () => {
  const { providers } = parse(readFileSync(behind(`${provisioned}/dashboards/kezhong.yaml`) ?? '', 'utf8'))
  const home = grafana.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH ?? ''

  for (const { options } of providers) expect(globSync('*.json', { cwd: behind(options.path) ?? '' }), options.path).not.toEqual([])
  expect(existsSync(behind(home) ?? '')).toBe(true)
  expect(providers.some(({ options }: { options: { path: string } }) => home.startsWith(`${options.path}/`))).toBe(true)
})

it('secrets of Grafana itself are in what is mounted, or in the folder for those one has', () => {
  for (const [name, value] of Object.entries(grafana.environment).filter(([each]) => each.endsWith('__FILE'))) {
    if (value.startsWith('$')) expect(composeSettings, name).toHaveProperty(/\w+/.exec(value)?.[0] ?? '')
    else expect(value).toMatch(/^\/run\/secrets\//)
  }
})
