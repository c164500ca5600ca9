import { describe, expect, it } from 'vitest'
import { SignInLimit } from '../../register/sign-in-limit.ts'

describe('the limit of attempts to sign in', () => {
  it('stops an address that tries many users, and no other address', () => {
    const limit = new SignInLimit(() => 0)

    const waits = Array.from({ length: 61 }, (_, i) => limit.attempt('10.0.0.1', `user-${i}`))
    expect(waits.slice(0, 60).every((seconds) => seconds === 0)).toBe(true)
    expect(waits[60]).toBe(60)
    expect(limit.attempt('10.0.0.2', 'user-1')).toBe(0)
  })
})
