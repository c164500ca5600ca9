import { readdirSync, readFileSync } from 'node:fs'

/** The child of a process whose command line names this entry point. */
export function childOf(parent: number, entryPoint: string): number | undefined {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [, ppid] = /^\d+ \(.*\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      if (Number(ppid) === parent && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(entryPoint)) return Number(name)
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined
}
