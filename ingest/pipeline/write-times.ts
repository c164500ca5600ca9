import type { Store } from '../store/store.ts'

interface WriteTimes {
  written: number
  failed: number
  seconds: number
}

/** Counts the writes of this store from now on. */
export function timeWrites(store: Store): WriteTimes {
  const times: WriteTimes = { written: 0, failed: 0, seconds: 0 }
  const write = store.write.bind(store)
  store.write = async (points) => {
    const begun = performance.now()
    try {
      const refused = await write(points)
      times.written++
      times.seconds += (performance.now() - begun) / 1_000
      return refused
    } catch (error) {
      times.failed++
      throw error
    }
  }
  return times
}
