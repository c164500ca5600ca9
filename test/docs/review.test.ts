// Every example of docs/review*.md is typed, against the API itself.
import { readFile, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apiSite } from '../api/api-site.ts'
import { now } from '../api/hand-indicators.ts'
import { runKz } from '../kz/run-kz.ts'
import { repository } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

const csvOf = (text: string): string => /```csv\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
const linesOf = (text: string): string[] =>
  [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((match) => (match[1] ?? '').replaceAll('\\\n', '').trim().split('\n'))

/** The words of a shell line of ours, which has plain quotes only. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '')

function requestOf(line: string) {
  const words = wordsOf(line)
  const after = (flag: string) => words[words.indexOf(flag) + 1]
  const url = words.findLast((word) => word.startsWith('$KZ_URL'))?.replace('$KZ_URL', '') ?? ''
  const body = words.includes('-d') ? after('-d') : undefined
  const isFile = words.includes('--data-binary')
  return { method: words.includes('-X') ? after('-X') : 'GET', url, body, isFile }
}

describe.each(['docs/review.md', 'docs/review.zh-CN.md'])('%s', (path) => {
  it('has examples that work', async () => {
    const text = await readFile(join(repository, path), 'utf8')
    const { app, accounts, register } = await apiSite({ now: () => now })
    register.addDevice({ id: 'freezer-chengxiang-01', kind: 'freezer', facility: 'estate-01' })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { token } = accounts.createToken({ name: 'test', role: 'admin' })
    const env = { KZ_URL: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, KZ_TOKEN: token }
    const file = join(await tempFolder(), 'manual.csv')
    await writeFile(file, csvOf(text))
    const failed: string[] = []

    for (const line of linesOf(text).filter((each) => !each.startsWith('export '))) {
      if (line.startsWith('npm run kz -- ')) {
        const args = wordsOf(line)
          .slice(4)
          .map((word) => (word === 'manual.csv' ? file : word))
        const { code, stderr } = await runKz(args, env)
        if (code !== 0) failed.push(`${line}: ${stderr}`)
        continue
      }
      const { method, url, body, isFile } = requestOf(line)
      const answer = await app.inject({
        method: method as 'GET',
        url,
        headers: {
          authorization: `Bearer ${token}`,
          ...(isFile && { 'content-type': 'text/csv' }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(isFile && { payload: csvOf(text) }),
        ...(body && { payload: body }),
      })
      if (answer.statusCode >= 300) failed.push(`${line}: ${answer.body}`)
    }

    expect(failed).toEqual([])
    expect(linesOf(text).length).toBeGreaterThan(30)
  })
})
