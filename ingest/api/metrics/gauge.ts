import { Counter, Gauge, type Registry } from 'prom-client'

/** What is not known is left out rather than told as zero. */
export function gauge(registry: Registry, name: string, help: string, value: () => number | undefined | Promise<number | undefined>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      const now = await value()
      if (now === undefined) this.remove()
      else this.set(now)
    },
  })
}

/** Something with one value for each of a few known words. What it gives is all there is. */
export function gauges<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  values: () =>
    | Iterable<readonly [labels: Readonly<Record<Label, string>>, value: number]>
    | Promise<Iterable<readonly [labels: Readonly<Record<Label, string>>, value: number]>>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      const now = await values()
      this.reset()
      for (const [labels, value] of now) this.set(labels, value)
    },
  })
}

/** What somebody else counts: it may begin at 0 again with the process. */
export function counters<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  label: Label,
  counts: () => Readonly<Record<string, number>> | undefined,
): void {
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset()
      for (const [word, count] of Object.entries(counts() ?? {})) this.inc({ [label]: word } as Record<Label, string>, count)
    },
  })
}

/** Looks again after this while at the earliest, so that a scrape every few seconds costs no more than one now and then. */
export function keptFor<Value>(ms: number, look: () => Value): () => Value {
  let kept: { readonly at: number; readonly value: Value } | undefined
  return () => {
    const now = performance.now()
    if (!kept || now - kept.at > ms) kept = { at: now, value: look() }
    return kept.value
  }
}
