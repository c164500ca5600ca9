import fc from 'fast-check'
import { expect, test } from 'vitest'
import { elementTexts } from '../../ingest/decode/element-texts.ts'

test('the elements of an array are as they were sent', () => {
  const array = '\ufeff [ {"a":1e400,"b":[1,2]} ,-0.10, "],\\"[" ,\n[] , null]'

  expect(elementTexts(array)).toEqual(['{"a":1e400,"b":[1,2]}', '-0.10', '"],\\"["', '[]', 'null'])
})

test('whatever an array holds, its elements are found', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.nat(3), (array, indent) => {
      const texts = elementTexts(JSON.stringify(array, undefined, indent))

      expect(texts.map((text) => JSON.stringify(JSON.parse(text)))).toEqual(array.map((value) => JSON.stringify(value)))
    }),
  )
})
