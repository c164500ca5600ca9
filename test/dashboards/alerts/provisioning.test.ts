import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { dashboardsOf } from '../../../dashboards/grafana/dashboards.ts'
import { languages } from '../../../dashboards/grafana/language.ts'
import { provisioningFaults } from '../../../dashboards/grafana/provisioning/provisioning-faults.ts'
import { provisioningFiles } from '../../../dashboards/grafana/provisioning/provisioning-files.ts'
import { kinds } from '../../../facilities/kinds.ts'

const files = provisioningFiles(kinds)
const read = (path: string) => parse(files.get(path) ?? '')
const boards = languages.flatMap((language) => dashboardsOf(kinds, language).map(({ uid }) => uid ?? ''))

it('is free of the faults that would keep Grafana from starting or an alert from being understood', () => {
  expect(provisioningFaults(files)).toEqual([])
})

it('has a rule for each alarm of each kind, and links to boards there are', () => {
  const rules = read('alerting/rules.yaml').groups.flatMap((group: { rules: unknown[] }) => group.rules)
  const ofKinds = rules.filter(({ labels }: { labels: { kind?: string } }) => labels.kind !== undefined)

  expect(ofKinds).toHaveLength(kinds.flatMap((kind) => Object.keys(kind.alarms)).length)
  for (const { annotations } of ofKinds) expect(boards).toContain(/^\/d\/([^?]+)/.exec(annotations.board)?.[1])
})

it('asks InfluxDB 1.x with a user, 2.x and 3.x with a token, under the same uids', () => {
  for (const version of [1, 2, 3]) {
    const { datasources } = read(`datasources/influxdb-${version}.yaml`)
    expect(datasources.map(({ uid }: { uid: string }) => uid)).toEqual(['kezhong-readings', 'kezhong-rollups'])
    expect(Object.keys(datasources[0].secureJsonData)).toEqual([version === 1 ? 'password' : 'httpHeaderValue1'])
  }
})

describe('the linter', () => {
  const spoilt = (path: string, change: (text: string) => string) =>
    provisioningFaults(new Map([...files, [path, change(files.get(path) ?? '')]]))

  it.each([
    ['a uid twice', 'alerting/rules.yaml', (text: string) => text.replace('uid: kezhong-lag', 'uid: kezhong-ledger'), 'twice'],
    [
      'an unknown data source',
      'alerting/rules.yaml',
      (text: string) => text.replace('datasourceUid: kezhong-readings', 'datasourceUid: x'),
      'x',
    ],
    ['a missing language', 'alerting/rules.yaml', (text: string) => text.replace(/summary_en: .*/, "summary_en: ''"), 'summary_en'],
    ['an empty address', 'contacts/email.yaml', (text: string) => text.replace('$KZ_GRAFANA_CONTACT_EMAIL', '""'), 'addresses'],
    ['an expression before its input', 'alerting/rules.yaml', (text: string) => text.replace('expression: A', 'expression: Z'), 'Z'],
    ['a query without bounds', 'alerting/rules.yaml', (text: string) => text.replace('WHERE $timeFilter', 'WHERE 1 = 1'), 'timeFilter'],
  ])('finds %s', (_, path, change, told) => {
    expect(spoilt(path, change).join('\n')).toContain(told)
  })
})
