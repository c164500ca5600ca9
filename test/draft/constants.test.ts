import { expect, test } from 'vitest'
import { constantsBeside } from '../../ingest/draft/constants.ts'
import { draftKind } from '../../ingest/draft/draft.ts'
import { complaintsAbout } from './compiled.ts'
import { drafted, loaded } from './loaded.ts'

test('each constant of a draft has a name of its own, which is neither a word of the language nor the kind', () => {
  const name = constantsBeside('door-lock')

  expect(['lines', 'lines', 'z', 'doorLock', 'lines', 'lines2'].map(name)).toEqual([
    'lines',
    'lines2',
    'z2',
    'doorLock2',
    'lines3',
    'lines22',
  ])
})

test('lists whose names come to the same do not make a draft that cannot be loaded', async () => {
  const list = [{ sku: 'a', n: 1 }]
  const messages = Array.from({ length: 20 }, (_, index) => [
    { topic: 'kz/v1/shop/s1/telemetry', payload: JSON.stringify({ temperature: index / 10 }) },
    {
      topic: 'kz/v1/shop/s1/event/door',
      payload: JSON.stringify({ open_entry: list, 'open-entry': list, openEntry: list, seconds: index }),
    },
    { topic: 'kz/v1/shop/s1/event/doorOpen', payload: JSON.stringify({ entry: list, seconds: index }) },
  ]).flat()

  const draft = drafted(draftKind(messages))
  const [kind] = await loaded(draft)

  expect(kind?.kind).toBe(draft.kind)
  expect(draft.source).toContain('doorOpenEntryEntry4 = z.object')
  expect(await complaintsAbout([draft])).toEqual({ compiler: '', linter: '' })
})

test.each(['define', 'rhythm', 'trade'])('the file of a kind named %s does not stand in the place of ours', async (name) => {
  const messages = [1, 2, 3].map((power) => ({ topic: `kz/v1/${name}/s1/telemetry`, payload: JSON.stringify({ power }) }))

  const draft = drafted(draftKind(messages, { kind: name }))

  expect((await loaded(draft)).map(({ kind }) => kind)).toEqual([name])
})
