interface Appointment {
  readonly at: number
  readonly run: () => void
}

/** One timer for all appointments of a fleet (a binary heap), so that ten thousand devices cost one timer and not ten thousand. */
export class Schedule {
  readonly #heap: Appointment[] = []
  #timer: NodeJS.Timeout | undefined
  #timerAt = Number.POSITIVE_INFINITY
  #stopped = false

  /** Runs once at or after `at` (wall clock). */
  at(at: number, run: () => void): void {
    if (this.#stopped) return
    this.#push({ at, run })
    if (at < this.#timerAt) this.#arm()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#heap.length = 0
  }

  #arm(): void {
    clearTimeout(this.#timer)
    const next = this.#heap[0]
    this.#timerAt = next?.at ?? Number.POSITIVE_INFINITY
    if (next) this.#timer = setTimeout(() => this.#runDue(), Math.min(Math.max(0, next.at - Date.now()), 60_000))
  }

  /** Not more than a slice at a time: sockets must not wait while a whole fleet is due. */
  #runDue(): void {
    const now = Date.now()
    const sliceEnds = performance.now() + 20
    this.#timerAt = Number.NEGATIVE_INFINITY // armed once, after the round
    for (let next = this.#heap[0]; next && next.at <= now && performance.now() < sliceEnds; next = this.#heap[0]) {
      this.#pop()
      next.run()
    }
    if (!this.#stopped) this.#arm()
  }

  #push(appointment: Appointment): void {
    const heap = this.#heap
    let index = heap.push(appointment) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if ((heap[parent] as Appointment).at <= appointment.at) break
      heap[index] = heap[parent] as Appointment
      index = parent
    }
    heap[index] = appointment
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop() as Appointment
    if (heap.length === 0) return
    let index = 0
    for (let child = 1; child < heap.length; child = 2 * index + 1) {
      if (child + 1 < heap.length && (heap[child + 1] as Appointment).at < (heap[child] as Appointment).at) child++
      if (last.at <= (heap[child] as Appointment).at) break
      heap[index] = heap[child] as Appointment
      index = child
    }
    heap[index] = last
  }
}
