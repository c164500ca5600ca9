import type { IngestSettings } from '../../settings/processes.ts'
import { FollowingThread } from '../pipeline/following-thread.ts'
import type { RollupsStatus, ToRollups } from './messages.ts'

/** The rollups as the API thread sees them: a thread of its own makes them. */
export class RollupsThread {
  private readonly thread: FollowingThread<RollupsStatus, ToRollups>
  private last: RollupsStatus | undefined

  /** `onDeath`: the thread ended by itself; the process cannot go on without it. `lagMs`: how late the pipeline is; undefined: it has not said yet. */
  constructor(settings: IngestSettings, onDeath: (error: unknown) => void, lagMs: () => number | undefined = () => 0) {
    this.thread = new FollowingThread({
      ...{ name: 'rollups', worker: new URL('./worker.ts', import.meta.url), settings, onDeath, lagMs },
      hear: (status) => {
        this.last = status
      },
    })
  }

  start(): void {
    this.thread.start()
  }

  stop(): Promise<void> {
    return this.thread.stop()
  }

  /** Undefined until it has spoken. */
  status(): RollupsStatus | undefined {
    return this.last
  }
}
