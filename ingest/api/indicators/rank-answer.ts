import { z } from 'zod'
import type { RankedTown } from '../../indicators/indicators.ts'

export const rankInfo = z.object({
  rank: z.int().nullable().describe('null: not ranked (too few facilities, too little data, not applicable); equal values share a rank'),
  of: z.int().describe('How many towns are ranked'),
  previous: z.int().nullable().describe('The rank a period before'),
  change: z.int().nullable().describe('Places gained since then, negative: lost'),
})

export function rankIn(ranking: readonly RankedTown[], town: string): z.output<typeof rankInfo> | undefined {
  const found = ranking.find((each) => each.town === town)
  return found && rankOf(found, ranking.filter(({ rank }) => rank !== null).length)
}

export const rankOf = ({ rank, previousRank }: RankedTown, of: number): z.output<typeof rankInfo> => ({
  ...{ rank, of, previous: previousRank },
  change: rank === null || previousRank === null ? null : previousRank - rank,
})
