import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from '../../journal/folder-lock.ts'
import { whenDone } from '../support/clean-up.ts'
import { makeSite } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { printed, runKz } from './run-kz.ts'

test('a backup is made, checked and restored on the command line', async () => {
  const [{ folder }, root] = [await makeSite({ f1: 'freezer' }), await tempFolder()]
  const [env, made] = [{ KZ_DATA: folder }, join(root, 'b')]

  expect(await printed(['backup', made], env)).toMatch(/^backed up to .*: \d+ files/)
  expect(await printed(['backup', 'verify', made, '--lang', 'zh'], env)).toMatch(/^备份完好/)
  expect(await printed(['restore', made, '--to', join(root, 'new')], env)).toMatch(/restored to [\s\S]*Now start the services/)
  expect(existsSync(join(root, 'new/register.sqlite'))).toBe(true)
  expect(await printed(['restore', made, '--replace'], env)).toMatch(/What was there is in .*before-restore-/)
})

test('what cannot be is said with what to do, in either language', async () => {
  const [{ folder }, root] = [await makeSite({}), await tempFolder()]
  const [env, made] = [{ KZ_DATA: folder }, join(root, 'b')]
  await printed(['backup', made], env)
  const lock = lockFolder(folder, 'ingest')
  whenDone(() => lock.close())

  const held = await runKz(['restore', made, '--replace'], env)
  const again = await runKz(['backup', made, '--lang', 'zh'], env)
  rmSync(join(made, 'data/register.sqlite'))
  const cut = await runKz(['backup', 'verify', made], env)
  const none = await runKz(['backup'], env)

  expect(held).toMatchObject({ code: 1, stderr: expect.stringMatching(/^ingest is working on .*\n {2}→ Stop all services/) })
  expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/已存在且不为空。\n {2}→ 每次备份用一个新的文件夹/) })
  expect(cut).toMatchObject({ code: 1, stdout: 'register.sqlite is missing\n' })
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('DIR is missing') })
})

test('of readings in an InfluxDB the backup says that they are not in it, and of which', async () => {
  const [{ folder }, root] = [await makeSite({}), await tempFolder()]
  const env = { KZ_DATA: folder, KZ_INFLUX_URL: 'http://influx:8086', KZ_INFLUX_BUCKET: 'city' }

  const { code, stderr } = await runKz(['backup', join(root, 'b')], env)
  const named = await runKz(['backup', join(root, 'c')], { ...env, KZ_INFLUX_ROLLUP_BUCKET: 'years' })

  expect(code).toBe(0)
  expect(stderr).toContain('Readings are in InfluxDB (city, city_rollup) and not in this backup: run influx backup now')
  expect(named.stderr).toContain('Readings are in InfluxDB (city, years) and not in this backup')
})
