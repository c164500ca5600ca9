import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Starts } from '../../../gateway/node-red/starts.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const begun = (path: string): Starts => {
  const starts = new Starts(path)
  starts.begin()
  return starts
}

it('counts ends nobody asked for, and leaves flows out after the third in a row', async () => {
  const path = join(await tempFolder(), 'starts.json')

  expect([begun(path), begun(path), begun(path)].map(({ failures, safeMode }) => ({ failures, safeMode }))).toEqual([
    { failures: 0, safeMode: false },
    { failures: 1, safeMode: false },
    { failures: 2, safeMode: false },
  ])
  const fourth = begun(path)
  expect(fourth).toMatchObject({ failures: 3, safeMode: true })
  fourth.steady()
  expect(begun(path).safeMode).toBe(true)
})

it('forgets them when it has run a while, when somebody deploys, and when it was asked to end', async () => {
  const path = join(await tempFolder(), 'starts.json')
  begun(path)
  begun(path).steady()
  const once = begun(path)
  expect(once.failures).toBe(1)
  once.end()
  expect(begun(path).failures).toBe(0)
  for (let index = 0; index < 2; index++) begun(path)
  const safe = begun(path)
  expect(safe.safeMode).toBe(true)

  safe.leaveSafeMode()

  expect(safe).toMatchObject({ failures: 0, safeMode: false })
  expect(begun(path)).toMatchObject({ failures: 1, safeMode: false })
})

it('stays in safe mode over an end that was asked for, and begins afresh where the file cannot be read', async () => {
  const path = join(await tempFolder(), 'starts.json')
  for (let index = 0; index < 3; index++) begun(path)
  begun(path).end()
  expect(begun(path).safeMode).toBe(true)

  writeFileSync(path, '{"fail')

  expect(begun(path)).toMatchObject({ failures: 0, safeMode: false })
})
