import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentWithFile } from '../../settings/environment.ts'
import { tempFolder } from '../support/temp-folder.ts'

test('a variable of the process wins over a line of .env, and a missing file is no fault', async () => {
  const path = join(await tempFolder(), '.env')
  expect(environmentWithFile({ KZ_BIND: '::1' }, path)).toEqual({ KZ_BIND: '::1' })

  await writeFile(path, '# settings of this site\nKZ_BIND=0.0.0.0\nKZ_HTTP_PORT="81"\n')

  expect(environmentWithFile({ KZ_BIND: '::1' }, path)).toEqual({ KZ_BIND: '::1', KZ_HTTP_PORT: '81' })
})
