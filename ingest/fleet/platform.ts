// How we ourselves are, as one point: what a wall asks first.
import { offsetOf, startOfDay } from '../../facilities/zone.ts'
import type { FactsStatus } from '../facts/messages.ts'
import type { PipelineStatus } from '../pipeline/live.ts'
import type { WallPoint } from '../store/influx/wall-writer.ts'
import { isServing } from '../watch/gateway-watch.ts'
import { lateMs, type OwnHealth } from './own-outage.ts'

interface LedgerToday {
  readonly received: number
  readonly stored: number
  readonly duplicate: number
  readonly quarantined: number
  readonly pending: number
  readonly balanced: boolean
}

interface PlatformParts {
  readonly health: () => OwnHealth
  readonly facts: () => FactsStatus | undefined
  /** Undefined: there is none. */
  readonly nodeRedUp: () => boolean | undefined
  readonly ledgerSince: (from: number) => Promise<LedgerToday>
  readonly timezone: string
  readonly version: string
}

export type PlatformWatch = (now: number) => Promise<WallPoint>

export function platformWatch({ health, facts, nodeRedUp, ledgerSince, timezone, version }: PlatformParts): PlatformWatch {
  const offset = offsetOf(timezone)
  return async (now) => {
    const { gateway, pipeline } = health()
    const { balanced, ...ledger } = await ledgerSince(startOfDay(now, offset, 0))
    const nodeRed = nodeRedUp()
    return {
      measurement: 'kezhong_platform',
      tags: {},
      fields: {
        gatewayUp: bit(gateway !== undefined && isServing(gateway)),
        journalUp: bit(gateway?.journal.ok === true),
        pipelineUp: bit(isGoing(pipeline)),
        storeUp: bit(pipeline?.store.ok === true),
        ...(nodeRed !== undefined && { noderedUp: bit(nodeRed) }),
        factsUp: bit(facts() !== undefined && facts()?.problem === undefined),
        lagSeconds: (pipeline?.lagMs ?? 0) / 1_000,
        lagMessages: pipeline?.lag ?? 0,
        rate: pipeline?.rate ?? 0,
        connections: gateway?.connections ?? 0,
        ...ledger,
        balanced: bit(balanced),
        version,
      },
    }
  }
}

const bit = (is: boolean): 0 | 1 => (is ? 1 : 0)

const isGoing = (pipeline: PipelineStatus | undefined): boolean => pipeline?.files.ok === true && pipeline.lagMs <= lateMs
