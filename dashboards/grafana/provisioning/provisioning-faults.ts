// The linter of what Grafana reads when it starts: there a fault is no message but a Grafana that does not come up.
import { parse } from 'yaml'

interface ReadRule {
  readonly uid: string
  readonly title: string
  readonly condition: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly data: readonly {
    readonly refId: string
    readonly datasourceUid: string
    readonly model: { readonly type?: string; readonly expression?: string; readonly query?: string }
  }[]
}

interface ReadFile {
  readonly datasources?: readonly { readonly uid: string }[]
  readonly groups?: readonly { readonly folder: string; readonly name: string; readonly rules: readonly ReadRule[] }[]
  readonly contactPoints?: readonly {
    readonly receivers: readonly { readonly uid: string; readonly settings: Readonly<Record<string, unknown>> }[]
  }[]
}

/** In both languages, Chinese under Grafana's own names. */
const told = ['summary', 'summary_en', 'description', 'description_en', 'board', 'board_en']
const needed = ['source', 'alarm', 'severity']

export function provisioningFaults(files: ReadonlyMap<string, string>): string[] {
  const read = [...files].map(([path, content]) => ({ path, ...(parse(content) as ReadFile) }))
  const sources = new Set(read.flatMap(({ datasources = [] }) => datasources.map(({ uid }) => uid)))
  const groups = read.flatMap(({ groups = [] }) => groups)
  const rules = groups.flatMap((group) => group.rules)
  return [
    ...twice(rules.map(({ uid }) => uid)).map((uid) => `rule uid ${uid} is there twice`),
    ...twice(rules.map(({ title }) => title)).map((title) => `rule title ${title} is there twice in a folder`),
    ...groups.filter(({ folder }) => !folder || folder.includes('/')).map(({ name }) => `group ${name} has no folder, or one with a slash`),
    ...rules.flatMap((rule) => ruleFaults(rule, sources).map((fault) => `rule ${rule.uid} ${fault}`)),
    ...read.flatMap(({ path, contactPoints = [] }) =>
      contactPoints.flatMap(({ receivers }) =>
        receivers.flatMap(({ settings }) => emptySettings(settings).map((name) => `${path}: ${name} is empty`)),
      ),
    ),
  ]
}

function ruleFaults({ uid, condition, labels, annotations, data }: ReadRule, sources: ReadonlySet<string>): string[] {
  const before = new Set<string>()
  const ofQueries = data.flatMap(({ refId, datasourceUid, model }) => {
    const used = model.type === undefined ? [] : [...(model.type === 'math' ? variables(model.expression) : [model.expression ?? ''])]
    const faults = used.filter((name) => !before.has(name)).map((name) => `${refId} uses ${name}, which does not come before it`)
    before.add(refId)
    if (datasourceUid === '__expr__') return faults
    if (!sources.has(datasourceUid)) faults.push(`${refId} asks ${datasourceUid}, which is no data source of ours`)
    if (model.query !== undefined && unbounded(model.query)) faults.push(`${refId} lacks a $timeFilter`)
    return faults
  })
  return [
    ...(uid.length > 40 ? ['has a uid of more than 40 characters'] : []),
    ...(before.has(condition) ? [] : [`has the condition ${condition}, which it lacks`]),
    ...needed.filter((name) => !labels[name]).map((name) => `lacks the label ${name}`),
    ...told.filter((name) => !annotations[name]).map((name) => `lacks the annotation ${name}`),
    ...ofQueries,
  ]
}

const variables = (expression = ''): string[] => [...expression.matchAll(/\$(\w+)/g)].map(([, name]) => name ?? '')

/** Every SELECT has a WHERE with the range in it. */
const unbounded = (query: string): boolean =>
  (query.match(/\bSELECT\b/g) ?? []).length !== (query.match(/WHERE \$timeFilter/g) ?? []).length

const emptySettings = (settings: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => (value === '' || value === null ? [name] : []))

const twice = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index)
