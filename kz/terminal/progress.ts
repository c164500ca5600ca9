// Silent for what is quickly over; then a bar or seconds for who watches, and lines for a log. All of it on stderr.
import { clearLine, cursorTo } from 'node:readline'
import { Presets, SingleBar } from 'cli-progress'
import type { Words } from '../../facilities/define.ts'
import { span } from './times.ts'

const patienceMs = 2_000
const lineEveryMs = 10_000

interface Shown {
  readonly stderr: NodeJS.WriteStream
  say(words: Words): string
}

export interface Progress {
  /** `more` stands behind the numbers. */
  now(done: number, total: number, more?: Words): void
  stop(): void
}

export function progress(what: Words, { stderr, say }: Shown): Progress {
  const begun = performance.now()
  let bar: SingleBar | undefined
  let saidAt = begun
  const restOf = (done: number, total: number, more: Words | undefined): string =>
    [more ? say(more) : '', say(timeLeft(performance.now() - begun, done, total))].filter(Boolean).join(', ')
  return {
    now(done, total, more) {
      if (performance.now() - begun < patienceMs) return
      if (stderr.isTTY) {
        if (!bar) {
          bar = new SingleBar(
            { format: `${say(what)} {bar} {percentage}% {value}/{total} {rest}`, hideCursor: true, stream: stderr },
            Presets.shades_classic,
          )
          bar.start(total, done, { rest: '' })
        }
        bar.setTotal(total)
        bar.update(done, { rest: restOf(done, total, more) })
      } else if (performance.now() - saidAt >= patienceMs) {
        saidAt = performance.now()
        const rest = restOf(done, total, more)
        stderr.write(`${say(what)} ${done.toLocaleString('en-US')}/${total.toLocaleString('en-US')}${rest && `, ${rest}`}\n`)
      }
    },
    stop: () => bar?.stop(),
  }
}

/** At the pace so far; nothing is said before there is one. */
export function timeLeft(ms: number, done: number, total: number): Words {
  if (done <= 0 || total <= done) return { zh: '', en: '' }
  const left = (ms / done) * (total - done)
  return { zh: `约剩 ${span(left, 'zh')}`, en: `about ${span(left, 'en')} left` }
}

/** Waits for an answer and shows, from two seconds on, that it does. */
export async function waitingFor<Answer>(answer: Promise<Answer>, { stderr, say }: Shown): Promise<Answer> {
  const begun = performance.now()
  let saidAt = 0
  const tick = setInterval(() => {
    const ms = performance.now() - begun
    if (ms < patienceMs || (!stderr.isTTY && performance.now() - saidAt < lineEveryMs)) return
    saidAt = performance.now()
    const seconds = Math.floor(ms / 1_000)
    const text = say({ zh: `仍在等待应答（${seconds} 秒）…`, en: `still waiting for the answer (${seconds} s) …` })
    if (stderr.isTTY) cursorTo(stderr, 0)
    stderr.write(stderr.isTTY ? text : `${text}\n`)
  }, 500)
  try {
    return await answer
  } finally {
    clearInterval(tick)
    if (saidAt > 0 && stderr.isTTY) {
      clearLine(stderr, 0)
      cursorTo(stderr, 0)
    }
  }
}
