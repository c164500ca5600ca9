import { describe, expect, test } from 'vitest'
import { newRecord } from '../../ingest/state/device-record.ts'
import { onConnected, onDisconnected, onHeard, onSilence, onStateMessage } from '../../ingest/state/device-state.ts'

const minute = 60_000

describe('the state of a device', () => {
  test('is unknown until something is heard, and online from the first reading', () => {
    const record = newRecord()
    expect(record.state).toBe('unknown')

    expect(onHeard(record, 1_000)).toBe(true)

    expect(record).toMatchObject({ state: 'online', since: 1_000, cause: 'reading', lastReceived: 1_000 })
  })

  test('stays since when it began: further readings change nothing', () => {
    const record = newRecord()
    onHeard(record, 1_000)

    expect(onHeard(record, 2_000)).toBe(false)

    expect(record).toMatchObject({ since: 1_000, lastReceived: 2_000 })
  })

  test.each([
    ['offline after a goodbye', true, false, 'offline', 'goodbye'],
    ['lost when the connection broke', false, false, 'lost', 'connection-broke'],
    ['lost, and says so, when the gateway closed it', false, true, 'lost', 'refused'],
  ] as const)('is %s', (_, clean, refused, state, cause) => {
    const record = newRecord()
    onConnected(record, 1_000, '10.0.0.1')

    onDisconnected(record, 2_000, clean, refused)

    expect(record).toMatchObject({ state, cause, since: 2_000, connected: false, address: '10.0.0.1' })
  })

  test('is what the device said before it left: asleep is not offline', () => {
    const record = newRecord()
    onConnected(record, 1_000, '')
    onStateMessage(record, 2_000, 'sleeping')

    onDisconnected(record, 3_000, true, false)

    expect(record).toMatchObject({ state: 'sleeping', since: 2_000 })
    onHeard(record, 4_000)
    expect(record.state).toBe('online')
  })

  test('is not changed by the will of an older boot', () => {
    const record = newRecord()
    onHeard(record, 1_000, 'a1')
    onHeard(record, 2_000, 'a2')

    expect(onStateMessage(record, 3_000, 'lost', 'a1')).toBe(false)
    expect(record.state).toBe('online')
    expect(onStateMessage(record, 4_000, 'lost', 'a2')).toBe(true)
    expect(record).toMatchObject({ state: 'lost', boot: 'a2', formerBoots: ['a1'] })
  })

  test('a backlog of an older boot does not bring that boot back', () => {
    const record = newRecord()
    onHeard(record, 1_000, 'a1')
    onHeard(record, 2_000, 'a2')

    onHeard(record, 3_000, 'a1')

    expect(record.boot).toBe('a2')
  })

  test('becomes silent after three intervals without a reading, counted from when we listened', () => {
    const record = newRecord()
    onHeard(record, 0)

    expect(onSilence(record, 3 * minute, minute, 0)).toBe(false)
    expect(onSilence(record, 3 * minute + 1, minute, 2 * minute)).toBe(false)
    expect(onSilence(record, 3 * minute + 1, minute, 0)).toBe(true)
    expect(record).toMatchObject({ state: 'silent', cause: 'no-readings' })
    expect(onSilence(record, 9 * minute, minute, 0)).toBe(false)
  })

  test('a device that is offline, asleep or lost does not become silent', () => {
    for (const state of ['offline', 'sleeping', 'lost'] as const) {
      const record = newRecord()
      onStateMessage(record, 0, state)

      expect(onSilence(record, 100 * minute, minute, 0)).toBe(false)
    }
  })
})
