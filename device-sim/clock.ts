/** Simulated time against the time on the wall; both in milliseconds since 1970 UTC. */
export interface Clock {
  /** Simulated time at a moment. */
  simulated(wallMs: number): number
  /** The moment at which a simulated time is reached. */
  wall(simulatedMs: number): number
  readonly startsAt: number
}

/**
 * Time compressed `speed` times, from `startsAt` until it has caught up with the present; from there on it is the present. So time stamps are
 * never in the future, where the platform would not believe them.
 */
export function clockFrom(startsAt: number, wallStart: number, speed: number): Clock {
  const meetsAt = speed === 1 ? Number.POSITIVE_INFINITY : wallStart + (wallStart - startsAt) / (speed - 1)
  if (speed === 1) return { startsAt: wallStart, simulated: (wallMs) => wallMs, wall: (simulatedMs) => simulatedMs }
  return {
    startsAt,
    simulated: (wallMs) => (wallMs >= meetsAt ? wallMs : Math.floor(startsAt + (wallMs - wallStart) * speed)),
    wall: (simulatedMs) => (simulatedMs >= meetsAt ? simulatedMs : Math.ceil(wallStart + (simulatedMs - startsAt) / speed)),
  }
}

/** Where a compressed run has to start: with a known length it reaches the present at its very end, else it tells the last day. */
export function startOf(wallStart: number, speed: number, forMs: number | undefined, pastMs: number): number {
  return wallStart - (forMs === undefined ? pastMs : forMs * (speed - 1))
}
