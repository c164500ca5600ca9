import { describe, expect, it } from 'vitest'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Ten seconds on two quiet cores. */
const timeout = 180_000

describe('the bench of a year', { timeout }, () => {
  it('fills four days of six devices, finds every series as the raw rows give it, and tells disk and times', async () => {
    const folder = await tempFolder()
    const args = ['--devices', '6', '--days', '4', '--recorded', '1', '--calls', '2', '--keep', folder]
    const bench = startProcess('test/bench/year.ts', { args })
    expect(await bench.exited, bench.lines.join('\n')).toMatchObject({ code: 0 })
    const told = bench.lines.join('\n')
    expect(told).toMatch(/\| readings \| [\d.]+ MB \| [\d.]+ \|/)
    expect(told).toMatch(/\| facts \| [\d.]+ \| [\d,]+ \|/)
    expect(told).toMatch(/\| device \| series of a year by 1d, increase \| [\d.]+ \|/)
    expect(told).toMatch(/series held against raw rows: [1-9][\d,]* values, 0 differences/)
  })

  it('goes on where it was stopped', async () => {
    const folder = await tempFolder()
    const args = ['--devices', '2', '--days', '5', '--steps', 'fill', '--keep', folder]
    const first = startProcess('test/bench/year.ts', { args })
    await first.waitForLine(/^\d{4}-\d\d-\d\d /, timeout)
    await first.kill()
    const second = startProcess('test/bench/year.ts', { args })
    await second.exited
    const days = [...first.lines, ...second.lines].filter((line) => /^\d{4}-/.test(line)).map((line) => line.slice(0, 10))
    expect(days).toHaveLength(5)
    expect(new Set(days).size).toBe(5)
  })
})
