import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestOfCode, newClaimCode, openSealed, readClaimCode, seal, sealKeyOf } from '../../register/claim-code.ts'

const codeOf = (typed: string): string => readClaimCode(typed) as string

describe('a claim code', () => {
  test('is three groups of four, and no two are the same', () => {
    const codes = new Set(Array.from({ length: 1_000 }, newClaimCode))

    expect(codes.size).toBe(1_000)
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
  })

  test('is read however it was typed', () => {
    const typed = ['7K3M-Q9ZD-20X1', '7k3m q9zd 20x1', '7K3MQ9ZD20X1', ' 7K3M–Q9ZD—2OXI ', '7k3m.q9zd.2oxl']

    expect(new Set(typed.map(readClaimCode))).toEqual(new Set(['7K3MQ9ZD20X1']))
  })

  test.each(['', '7K3M-Q9ZD-20X', '7K3M-Q9ZD-20X11', '7K3M-Q9ZD-20X!', '密码密码密码密码密码密码', 'x'.repeat(10_000)])(
    '%j is none',
    (typed) => {
      expect(readClaimCode(typed)).toBeUndefined()
    },
  )

  test('opens what was sealed with its key, and another code does not, nor for another purpose', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (secret) => {
        const [code, other] = [codeOf(newClaimCode()), codeOf(newClaimCode())]
        const sealed = seal(secret, sealKeyOf(code), 'claim-1 device-1')

        expect(openSealed(sealed, code, 'claim-1 device-1')).toBe(secret)
        expect(() => openSealed(sealed, other, 'claim-1 device-1')).toThrow()
        expect(() => openSealed(sealed, code, 'claim-1 device-2')).toThrow()
      }),
      { numRuns: 30 },
    )
  })

  test('does not show in its digest or key, which are the same each time', () => {
    const code = codeOf('7K3M-Q9ZD-20X1')

    expect([digestOfCode(code), sealKeyOf(code)]).toEqual([digestOfCode(code), sealKeyOf(code)])
    for (const kept of [digestOfCode(code), sealKeyOf(code)]) expect(kept).toMatch(/^[\w-]{43}$/)
  })
})
