import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { definitions } from '../../ingest/indicators/definitions.ts'
import { repository } from '../support/process.ts'

const read = (path: string): Promise<string> => readFile(join(repository, path), 'utf8')
const idsOf = (text: string): string[] => [...text.matchAll(/^\| (\d\d-\d)(?: … \d\d-\d)? \|/gm)].map(([, id]) => id ?? '')
/** Names of the software, which no translation changes. */
const wordsOf = (text: string): string[] => [...new Set([...text.matchAll(/`[^`]+`/g)].map(([word]) => word))].sort()
const shapeOf = (text: string): string[] => [...text.matchAll(/^(#+|-|\|)(?= )/gm)].map(([, mark]) => mark ?? '')

it('the rules of counting are the same rules in Chinese and in English', async () => {
  const [english, chinese] = await Promise.all([read('docs/indicators.md'), read('docs/indicators.zh-CN.md')])

  expect(shapeOf(chinese)).toEqual(shapeOf(english))
  expect(wordsOf(chinese)).toEqual(wordsOf(english))
  expect(idsOf(chinese)).toEqual(idsOf(english))
  // Those of task 19 share a row.
  expect(idsOf(english)).toEqual(definitions.map(({ id }) => id).filter((id) => !/^19-[2-5]/.test(id)))
})
