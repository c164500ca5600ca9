import type { Indicator } from '../../indicators/indicator.ts'
import type { RankedTown } from '../../indicators/indicators.ts'
import { none } from '../../indicators/number-texts.ts'
import type { Gathered } from '../gathered.ts'
import { townName } from '../naming.ts'
import type { Cell, Table } from '../report-data.ts'
import { column, tableOf } from './table.ts'

/** One row for each indicator that ranks towns: rank and change of rank. */
export function rankingTable({ indicators, rankings, names }: Gathered): Table {
  return tableOf<Indicator>(
    {
      id: 'ranking',
      title: { zh: '各镇（区、街道）排名', en: 'Ranking of the towns' },
      sheet: { zh: '各镇排名', en: 'Ranking' },
      note: {
        zh: '数字为名次，↑↓为较上期升降的位次；“–”为设施少于5处、数据不足或不适用，不参加排名；数值相同者名次并列。',
        en: 'Ranks, with places gained ↑ or lost ↓; – is not ranked: fewer than five facilities, too little data, not applicable. Equal values share a rank.',
      },
      columns: [
        column('id', { zh: '编号', en: 'No.' }, 8, 'center', ({ id }) => id),
        column('name', { zh: '指标', en: 'Indicator' }, 30, 'left', ({ name }) => name),
        ...names.towns.map(({ id: town }) =>
          column<Indicator>(town, townName(names, town), 11, 'center', ({ id }) =>
            rankCell(rankings.get(id)?.find((each) => each.town === town)),
          ),
        ),
      ],
    },
    indicators.filter(({ id }) => rankings.has(id)),
  )
}

function rankCell(ranked: RankedTown | undefined): Cell {
  if (ranked?.rank == null) return { text: none, value: null }
  const moved = ranked.previousRank === null ? 0 : ranked.previousRank - ranked.rank
  const change = moved === 0 ? '' : moved > 0 ? ` ↑${moved}` : ` ↓${-moved}`
  return { text: `${ranked.rank}${change}`, value: ranked.rank, format: `0"${change}"` }
}
