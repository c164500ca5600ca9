import { describe, expect, it, test } from 'vitest'
import { errorsDocument } from '../../docs/errors.ts'
import { rejectionExamples } from '../../docs/rejection-examples.ts'
import { codes, type RejectionCode } from '../../ingest/quarantine/codes.ts'
import { expectReadable } from './refused.ts'

const all = Object.keys(codes) as RejectionCode[]
const parametersOf = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('every code', () => {
  test.each(all)('%s is reached by its example, in both languages', (code) => {
    const { rejection } = rejectionExamples[code]

    expect(rejection.code).toBe(code)
    expectReadable(rejection)
  })

  test.each(all)('%s says the same with the same parameters in both languages', (code) => {
    const { zh, en } = codes[code]

    expect(parametersOf(zh)).toEqual(parametersOf(en))
    expect(zh).toMatch(/。$/)
    expect(en).toMatch(/^["A-Z{].*\.$/)
  })
})

it('documents every code', () => {
  const document = errorsDocument()

  for (const code of all) expect(document).toContain(`\n## ${code}\n`)
})
