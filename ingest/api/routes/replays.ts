import { z } from 'zod'
import type { QuarantineFilter } from '../../quarantine/selection.ts'
import { findReplay, listReplays } from '../../replay/replay-rows.ts'
import { listOf } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, instantInBody, limitUpTo } from '../query-values.ts'
import { fieldOfGroup, refusedMessages } from '../refused-messages.ts'
import { dryRunOf, replay, replayOf } from '../replay-answer.ts'
import { checkedOrder } from '../time-range.ts'
import { answerJob, whenSettled } from '../when-settled.ts'

const filter = z.strictObject({ ...refusedMessages(instantInBody), path: fieldOfGroup })

const body = z
  .strictObject({
    ids: z.array(z.string().max(100)).min(1).max(10_000).optional(),
    filter: filter.optional().describe('{} means everything in quarantine'),
    dryRun: z.boolean().default(false).describe('Only say what would become of them'),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    message: 'give either ids or filter',
    path: ['ids'],
    params: { zh: '请填 ids 或 filter，二者取一' },
  })

const description = `The messages go the way of the pipeline again, with the definitions, mappings and register of now, and with their original times.
Those that are accepted leave quarantine and the ledger counts them as stored; the rest stay with the present explanation. A replay done again finds
nothing to do. Personal data is never replayed, for its bytes were not kept. The answer is the result when it is there within seconds (200), else (202) how far it is:
ask \`/quarantine/replays/{id}\`. A replay goes on where it was after a restart; of dry runs the latest are kept in memory.`

const place = z.object({ created: z.number(), id: z.string() })
const params = z.object({ id: z.string().max(48) })

export function replayRoutes(api: Api, parts: ApiParts): void {
  const { ingestDatabase: database, trials } = parts
  const refuseUnknown = knownValues(parts)
  const exists = database.prepare('SELECT value AS id FROM json_each(?) WHERE value NOT IN (SELECT id FROM quarantine) LIMIT 1')
  const tags = ['quarantine']

  function find(id: string): z.output<typeof replay> {
    const job = findReplay(database, id)
    if (job) return replayOf(job)
    const trial = trials.find(id, 'dry-run')
    if (trial) return dryRunOf(trial)
    throw new Problem('replay-not-found', { words: { id } })
  }

  function begin(scope: QuarantineFilter, dryRun: boolean, author: string | undefined): string | Promise<string> {
    if (!dryRun) return parts.beginReplay(scope, author)
    const trial = trials.begin({ what: 'dry-run', scope }, author)
    if (!trial) throw new Problem('too-many-trials', { headers: { 'retry-after': '10' } })
    return trial.id
  }

  api.post(
    '/quarantine/replay',
    {
      config: { access: 'engineer', problems: ['quarantine-not-found', 'too-many-trials', 'not-ready'] },
      schema: {
        summary: 'Replay refused messages, or see what a replay would do',
        description,
        tags,
        body,
        response: { 200: replay, 202: replay },
      },
    },
    async ({ body: { ids, filter = {}, dryRun }, caller }, reply) => {
      checkedOrder(filter)
      refuseUnknown(filter)
      const stranger = ids && (exists.get(JSON.stringify(ids)) as { id: string } | undefined)
      if (stranger) throw new Problem('quarantine-not-found', { words: stranger })
      // Just after the start its thread may not have come up yet.
      const isReady = await whenSettled(() => parts.status() !== undefined, Boolean)
      if (!isReady) throw new Problem('not-ready', { headers: { 'retry-after': '5' } })
      const id = await begin(ids ? { ids } : filter, dryRun, caller?.name)
      return answerJob(reply, `/api/v1/quarantine/replays/${id}`, () => find(id))
    },
  )

  api.get(
    '/quarantine/replays',
    {
      schema: {
        summary: 'Replays, the newest first; dry runs are not among them',
        tags,
        querystring: z.strictObject({ cursor, limit: limitUpTo(200, 50) }),
        response: { 200: listOf(replay) },
      },
    },
    ({ query: { cursor: given, limit } }) => {
      const found = listReplays(database, placeOf(given, place), limit + 1)
      const last = found.length > limit ? found[limit - 1] : undefined
      return { items: found.slice(0, limit).map(replayOf), ...(last && { next: cursorOf({ created: last.created, id: last.id }) }) }
    },
  )

  api.get(
    '/quarantine/replays/:id',
    {
      config: { problems: ['replay-not-found'] },
      schema: { summary: 'How far a replay or dry run is, and what became of the messages', tags, params, response: { 200: replay } },
    },
    ({ params: { id } }) => find(id),
  )
}
