import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tempFolder } from '../support/temp-folder.ts'
import { contractServer } from './contract-server.ts'
import { runKz } from './run-kz.ts'

const bytes = Buffer.from([0x50, 0x4b, 0, 0xff, 0xfe])

const server = (name = '月报.docx') =>
  contractServer({
    'GET /reports/monthly': (response) => {
      response.writeHead(200, { 'content-disposition': `attachment; filename="r.docx"; filename*=UTF-8''${encodeURIComponent(name)}` })
      response.end(bytes)
    },
  })

it('writes a report to the file that was named, byte by byte', async () => {
  const { env, asked } = await server()
  const path = join(await tempFolder(), 'a.docx')

  const { code } = await runKz(['report', 'monthly', '--period', '2026-11', '--format', 'docx', '--out', path], env)

  expect(code).toBe(0)
  expect((await readFile(path)).equals(bytes)).toBe(true)
  expect(asked.find(({ path }) => path === '/reports/monthly')?.query).toEqual({ period: '2026-11', format: 'docx' })
})

it('replaces no file unasked', async () => {
  const { env } = await server()
  const path = join(await tempFolder(), 'a.docx')
  await writeFile(path, 'mine')

  const refused = await runKz(['report', 'monthly', '--period', '2026-11', '--out', path], env)

  expect(refused.code).toBe(2)
  expect(await readFile(path, 'utf8')).toBe('mine')
  expect((await runKz(['report', 'monthly', '--period', '2026-11', '--out', path, '--replace'], env)).code).toBe(0)
  expect((await readFile(path)).equals(bytes)).toBe(true)
})
