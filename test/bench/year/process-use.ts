import { readFileSync } from 'node:fs'

/** Linux says it; elsewhere nothing is measured. */
export interface ProcessUse {
  readonly residentMb: number
  readonly highestMb: number
  readonly cpuSeconds: number
}

const ticksASecond = 100

export function useOf(pid: number): ProcessUse | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const mb = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024)
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return { residentMb: mb('VmRSS'), highestMb: mb('VmHWM'), cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksASecond }
  } catch {
    return undefined
  }
}
