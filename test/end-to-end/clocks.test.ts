import { beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../support/wait-for.ts'
import { startWholeSite, type WholeSite } from './whole-site.ts'

const minute = 60_000
const hour = 60 * minute

interface ClockAnswer {
  policy: string
  author?: string
  cause: string
  name: { zh: string; en: string }
  message: { zh: string; en: string }
  cure: { zh: string; en: string }
  since?: string
  offsetMs?: number
  steadyOffsetMs?: number
  corrected: number
}

/** What the clock of each device shows. */
const clocks = {
  zone: (real: number) => real + 8 * hour,
  seconds: (real: number) => Math.floor(real / 1_000),
  'never-set': (real: number) => real - startedAt,
} as const

type ClockName = keyof typeof clocks
const startedAt = Date.now() - 2 * hour
const names = Object.keys(clocks) as ClockName[]
const policies = ['accept', 'correct', 'quarantine'] as const

describe('a device whose clock is wrong', () => {
  let whole: WholeSite

  beforeAll(async () => {
    const devices = names.flatMap((name) => policies.map((policy) => [`${name}-${policy}`, 'freezer'] as const))
    whole = await startWholeSite(Object.fromEntries(devices), { KZ_DEVICE_RATE: '0' })
    for (const [device] of devices) {
      const policy = device.split('-').at(-1)
      await whole.ask(`/devices/${device}/clock`, { method: 'PUT', body: JSON.stringify({ policy }) })
    }
  })

  /** Sends readings of now, one after the other, and gives when. */
  async function send(name: ClockName, device: string, count = 6): Promise<number[]> {
    const client = await whole.connect(device)
    const times: number[] = []
    for (let seq = 0; seq < count; seq++) {
      const real = Date.now()
      times.push(real)
      const payload = JSON.stringify({ ts: clocks[name](real), seq, boot: 'a', values: { temperature: -18 - seq } })
      await client.publishAsync(`kz/v1/freezer/${device}/telemetry`, payload, { qos: 1 })
    }
    await client.endAsync()
    return times
  }

  const clockOf = (device: string) => whole.ask<ClockAnswer>(`/devices/${device}/clock`)

  test.each([
    ['zone', 'clock: zone +8 h corrected', 3],
    ['seconds', 'clock: unit s corrected', 0],
    ['never-set', 'clock: never-set corrected', 0],
  ] as const)('%s is stored at the right time and marked, where the policy is to correct', async (name, reason, known) => {
    const device = `${name}-correct`
    const times = await send(name, device)

    expect(await whole.settled(6, device)).toMatchObject({ stored: 6, duplicate: 0, quarantined: 0, balanced: true })
    const readings = (await whole.readings(device)).toSorted((a, b) => Number(b.values.temperature) - Number(a.values.temperature))
    expect(readings).toHaveLength(6)
    readings.forEach((reading, index) => {
      expect(Math.abs(Date.parse(reading.ts) - (times[index] ?? 0))).toBeLessThan(2_000)
      expect(reading.quality).toBe('uncertain')
      if (index >= known) expect(reading.reason).toBe(reason)
    })
    expect(await clockOf(device)).toMatchObject({ policy: 'correct', author: 'admin', corrected: 6 })
  })

  test.each([
    ['zone', /快 8 小时 0 分 [01] 秒/, '时区'],
    ['seconds', /以秒为单位，不是毫秒/, '换算成毫秒'],
    ['never-set', /从 1970 年开始计：时钟启动后从未对时/, '对时'],
  ] as const)('%s is refused with what is the matter and what to do, where the policy is to quarantine', async (name, seen, cure) => {
    const device = `${name}-quarantine`
    await send(name, device)

    expect(await whole.settled(6, device)).toMatchObject({ stored: 0, quarantined: 6, balanced: true })
    const refused = await whole.quarantine(device)
    expect(refused).toHaveLength(6)
    for (const { code, path, message, suggestion } of refused) {
      expect([code, path]).toEqual(['clock-wrong', 'ts'])
      expect(message.zh).toMatch(seen)
      expect(message.en).toContain('The policy for the clock of this device is to quarantine')
      expect(suggestion?.zh).toContain(cure)
    }
    expect(await whole.readings(device)).toEqual([])
    expect(await clockOf(device)).toMatchObject({ policy: 'quarantine', corrected: 0 })
  })

  test.each([
    ['zone', { stored: 6, quarantined: 0 }, ''],
    ['seconds', { stored: 0, quarantined: 6 }, 'ts-unit'],
    ['never-set', { stored: 0, quarantined: 6 }, 'ts-too-old'],
  ] as const)('%s is dealt with as the rules for times say, where the policy is to accept', async (name, counts, code) => {
    const device = `${name}-accept`
    await send(name, device)

    expect(await whole.settled(6, device)).toMatchObject({ ...counts, balanced: true })
    for (const reading of await whole.readings(device))
      expect(reading).toMatchObject({ ts: reading.received, quality: 'uncertain', reason: 'clock' })
    expect(new Set((await whole.quarantine(device)).map((refused) => refused.code))).toEqual(new Set(code ? [code] : []))
  })

  test.each([
    ['zone', 'zone', '时区错误', /快 8 小时.*把当地时间（UTC\+08:00）当作 UTC 发送/],
    ['seconds', 'unit', '单位错误', /以秒为单位/],
    ['never-set', 'never-set', '从未对时', /从 1970 年开始计/],
  ] as const)('%s is named, whatever the policy', async (name, cause, called, seen) => {
    for (const policy of policies) {
      const device = `${name}-${policy}`
      const clock = await waitFor(
        async () => {
          const answer = await clockOf(device)
          return answer.cause !== 'unknown' && answer
        },
        { what: `the clock of ${device} to be known` },
      )
      expect(clock).toMatchObject({ policy, cause, name: { zh: called }, message: { zh: expect.stringMatching(seen) } })
      expect(clock.cure.en).toMatch(/\.$/)
      expect(await whole.ask(`/devices/${device}`)).toMatchObject({ clock: { cause, policy, message: clock.message } })
    }
    const listed = await whole.ask<{ items: { device: string; cause: string }[] }>(`/clocks?cause=${cause}&kind=freezer`)
    expect(listed.items.map(({ device }) => device)).toEqual(policies.map((policy) => `${name}-${policy}`))
  })
})
