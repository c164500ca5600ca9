import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  now(done: number): void
  stop(): void
}

const lineEveryMs = 2_000

/** A bar for who watches, else a line every two seconds; nothing for what is quickly over. */
export function progress(what: string, total: number, isWatched: boolean, print: (line: string) => void): Progress {
  return isWatched ? bar(what, total) : lines(what, total, print)
}

function bar(what: string, total: number): Progress {
  const shown = new SingleBar(
    { format: `${what} {bar} {percentage}% {value}/{total}, {eta_formatted} left`, hideCursor: true },
    Presets.shades_classic,
  )
  shown.start(total, 0)
  return { now: (done) => shown.update(done), stop: () => shown.stop() }
}

function lines(what: string, total: number, print: (line: string) => void): Progress {
  let saidAt = performance.now()
  return {
    now(done) {
      if (performance.now() - saidAt < lineEveryMs) return
      saidAt = performance.now()
      print(`${what} ${done.toLocaleString('en-US')}${total > 0 ? ` of ${total.toLocaleString('en-US')}` : ''}`)
    },
    stop: () => undefined,
  }
}
