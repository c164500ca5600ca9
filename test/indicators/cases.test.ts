import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { asked, furnish } from './cases/furnish.ts'
import { readCase } from './cases/read-case.ts'
import { openSite } from './cases/site.ts'

const root = join(import.meta.dirname, 'cases')
const ids = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

it.each(ids)('the small world of %s is received as it was told', async (id) => {
  const { world, messages } = readCase(join(root, id))
  const site = await openSite()
  furnish(site, world)

  await site.receive(messages)

  const { received } = site.database.prepare('SELECT sum(received) AS received FROM ledger').get() as { received: number }
  expect(received).toBe(messages.filter(({ topic }) => !/(state|birth)$/.test(topic)).length)
  expect(Math.max(...messages.map(({ at }) => at))).toBeLessThan(asked)
})
