// What docs/operations*.md says in tables is held against the code, and the two languages against each other.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { platformRules } from '../../dashboards/grafana/alerts/platform-rules.ts'
import { health } from '../../ingest/api/health.ts'
import { registry } from '../../kz/registry.ts'
import { unknownSettings } from '../../settings/read-settings.ts'
import { defaultTexts } from '../../settings/settings.ts'
import { apiSite } from '../api/api-site.ts'
import { repository } from '../support/process.ts'

const read = (name: string): Promise<string> => readFile(join(repository, 'docs', name), 'utf8')
const paths = ['operations.md', 'operations.zh-CN.md']

const headingsOf = (text: string): string[] => text.match(/^#+ /gm) ?? []
/** Of each table the first cells of its rows, without head. */
const tablesOf = (text: string): string[][] =>
  [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) => row.split('|')[1]?.trim() ?? ''),
  )
const coded = (cells: readonly string[]): string[] => cells.map((cell) => cell.replaceAll('`', ''))
const codeOf = (text: string): string => [...text.matchAll(/```[\s\S]*?```/g)].join('\n')

describe.each(paths)('docs/%s', (path) => {
  it('names settings that there are', async () => {
    const named = new Set((await read(path)).match(/\bKZ_[A-Z_]*[A-Z]\b/g))

    expect(unknownSettings(Object.fromEntries([...named].map((name) => [name, ''])))).toEqual([])
  })

  it('tells each port with its default', async () => {
    const rows = [...(await read(path)).matchAll(/^\| `(KZ_\w+_PORT)` \| (\d+) \|/gm)].map(([, name, port]) => [name, port])

    const ports = Object.entries(defaultTexts).filter(([name]) => name.endsWith('_PORT'))
    expect(rows.sort()).toEqual(ports.sort())
  })

  it('tells the days that are the default', async () => {
    const text = await read(path)

    for (const name of ['KZ_READINGS_DAYS', 'KZ_JOURNAL_DAYS', 'KZ_QUARANTINE_DAYS'] as const) {
      expect(text).toMatch(new RegExp(`\`${name}\`[,，] ?${defaultTexts[name]}\\b`))
    }
  })

  it('names commands that there are', async () => {
    const words = [...(await read(path)).matchAll(/(?:`|^)kz ([a-z][a-z -]*)/gm)].map(
      ([, rest = '']) => rest.trim().split(/ +(?:-|$)/)[0] ?? '',
    )

    const unknown = words.filter((typed) => {
      const [first = '', second = ''] = typed.split(' ')
      return !registry.some(({ name }) => name === first || name === `${first} ${second}`)
    })
    expect(words.length).toBeGreaterThan(5)
    expect(unknown).toEqual([])
  })

  it('tells of each part of /health, and of no other', async () => {
    const tables = tablesOf(await read(path)).map(coded)

    expect(tables).toContainEqual(Object.keys(health.shape.parts.shape))
  })

  it('tells of each alert rule of ours, and of no other', async () => {
    const tables = tablesOf(await read(path)).map(coded)

    expect(tables).toContainEqual(platformRules.map(({ labels }) => labels.alarm))
  })

  it('tells of each metric of ours, and of no other', async () => {
    const { get } = await apiSite()
    const told = tablesOf(await read(path))
      .map(coded)
      .find(([first]) => first?.startsWith('kezhong_'))

    const given = [...(await get('/metrics')).body.matchAll(/^# HELP (kezhong_\w+)/gm)].map(([, name = '']) => name)
    expect(told?.sort()).toEqual(given.sort())
  })
})

it('the two languages have the same headings, tables and examples', async () => {
  const [en = '', zh = ''] = await Promise.all(paths.map(read))

  expect(headingsOf(zh)).toEqual(headingsOf(en))
  expect(tablesOf(zh).map(({ length }) => length)).toEqual(tablesOf(en).map(({ length }) => length))
  const withoutComments = (text: string): string => codeOf(text).replaceAll(/ +#.*$/gm, '')
  expect(withoutComments(zh)).toBe(withoutComments(en))
})
