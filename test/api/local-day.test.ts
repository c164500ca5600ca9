import { describe, expect, it } from 'vitest'
import { startOfDay } from '../../ingest/api/local-day.ts'
import { SignInLimit } from '../../ingest/api/sign-in-limit.ts'

describe('the start of a local day', () => {
  it.each([
    ['Asia/Shanghai', '2026-11-23T12:00:00Z', '2026-11-22T16:00:00Z'],
    ['Asia/Shanghai', '2026-11-23T16:00:00Z', '2026-11-23T16:00:00Z'],
    ['Asia/Shanghai', '2026-11-23T15:59:59.999Z', '2026-11-22T16:00:00Z'],
    ['UTC', '2026-11-23T23:59:59Z', '2026-11-23T00:00:00Z'],
    ['America/St_Johns', '2026-11-23T03:29:00Z', '2026-11-22T03:30:00Z'],
    // On both days of the year on which clocks change, midnight is that of the old time.
    ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z'],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z'],
  ])('in %s at %s was %s', (zone, at, start) => {
    expect(new Date(startOfDay(Date.parse(at), zone)).toISOString()).toBe(new Date(start).toISOString())
  })
})

describe('the limit of attempts to sign in', () => {
  it('stops an address that tries many users, and no other address', () => {
    const limit = new SignInLimit(() => 0)

    const waits = Array.from({ length: 61 }, (_, i) => limit.attempt('10.0.0.1', `user-${i}`))
    expect(waits.slice(0, 60).every((seconds) => seconds === 0)).toBe(true)
    expect(waits[60]).toBe(60)
    expect(limit.attempt('10.0.0.2', 'user-1')).toBe(0)
  })
})
