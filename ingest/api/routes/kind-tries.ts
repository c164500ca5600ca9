import { z } from 'zod'
import { WrongDefinition } from '../../../facilities/catalogue.ts'
import { catalogueWith, portableKindSchema } from '../../../facilities/portable-kind.ts'
import { emptyComparison } from '../../trial/comparison.ts'
import type { Trial } from '../../trial/trials.ts'
import { iso, time, words } from '../answers.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { failed, refusal } from '../replay-answer.ts'
import { answerJob, jobStates } from '../when-settled.ts'

const counts = z.object({ stored: z.int(), duplicate: z.int(), quarantined: z.int() })
const became = z.union([z.record(z.string(), z.unknown()), z.string()]).describe('The fields stored, or the code of the refusal')

const kindTry = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(jobStates),
    created: time,
    finished: time.optional(),
    total: z.int().describe('Messages of all kinds in the journal since then'),
    done: z.int().describe('Those gone through so far'),
    from: time.optional().describe('Receipt of the first message of the kind'),
    present: counts.describe('Readings and events with the present definition'),
    changed: counts.describe('The same with the changed one'),
    accepted: z.int().describe('Refused now, stored with the change'),
    refused: z.int().describe('Stored now, refused with the change'),
    altered: z.int().describe('Stored both times, with other values'),
    fields: z.record(z.string(), z.object({ added: z.int(), dropped: z.int(), altered: z.int() })).describe('Of those altered'),
    refusals: z.array(refusal).describe('Why the changed definition refuses; example is the offset in the journal'),
    examples: z.array(
      z.object({
        what: z.enum(['accepted', 'refused', 'altered']),
        device: z.string(),
        received: time,
        topic: z.string(),
        present: became,
        changed: became,
      }),
    ),
    message: words,
  })
  .meta({ id: 'KindTry' })

const body = z.strictObject({
  definition: portableKindSchema.describe('The changed kind as data: npm run kz -- kind try FILE makes it'),
  days: z.int().min(1).max(400).default(7).describe('Messages received in so many last days, as far as the journal reaches back'),
})

const dayMs = 86_400_000

export function kindTryRoutes(api: Api, { catalogue, trials, now = Date.now }: ApiParts): void {
  const tags = ['kinds']

  function find(id: string): z.output<typeof kindTry> {
    const trial = trials.find(id, 'kind-try')
    if (!trial) throw new Problem('try-not-found', { words: { id } })
    return answerOf(trial)
  }

  api.post(
    '/kinds/try',
    {
      config: { access: 'engineer', problems: ['wrong-definition', 'too-many-trials'] },
      schema: {
        summary: 'Shadow run: what a changed definition would have accepted, refused and altered; nothing is changed',
        tags,
        body,
        response: { 200: kindTry, 202: kindTry },
      },
    },
    async ({ body: { definition, days }, caller }, reply) => {
      refuseWrong(() => catalogueWith(catalogue, definition))
      const trial = trials.begin({ what: 'kind-try', definition, since: now() - days * dayMs }, caller?.name)
      if (!trial) throw new Problem('too-many-trials', { headers: { 'retry-after': '10' } })
      return answerJob(reply, `/api/v1/kinds/tries/${trial.id}`, () => find(trial.id))
    },
  )

  api.get(
    '/kinds/tries/:id',
    {
      config: { problems: ['try-not-found'] },
      schema: {
        summary: 'How far a shadow run is, and what it found',
        tags,
        params: z.object({ id: z.string().max(48) }),
        response: { 200: kindTry },
      },
    },
    ({ params: { id } }) => find(id),
  )
}

function refuseWrong(build: () => unknown): void {
  try {
    build()
  } catch (error) {
    if (!(error instanceof WrongDefinition)) throw error
    const faults = error.faults.map((fault) => ({ path: 'definition', message: { zh: fault, en: fault } }))
    throw new Problem('wrong-definition', { faults, cause: error })
  }
}

function answerOf({ id, state, created, finished, findings, fault, task }: Trial<'kind-try'>): z.output<typeof kindTry> {
  const { from, total = 0, done = 0, ...found } = { ...emptyComparison(), ...findings }
  return {
    id,
    kind: task.definition.kind,
    state,
    created: iso(created),
    ...(finished !== undefined && { finished: iso(finished) }),
    total,
    done,
    ...(from !== undefined && { from: iso(from) }),
    ...found,
    refusals: found.refusals.map((each) => ({ ...each })),
    examples: found.examples.map((each) => ({ ...each, received: iso(each.received) })),
    message: fault === undefined ? told(state, found) : failed(fault),
  }
}

type Found = Pick<z.output<typeof kindTry>, 'present' | 'changed' | 'accepted' | 'refused' | 'altered'>

function told(state: Trial['state'], { present, accepted, refused, altered }: Found): z.output<typeof words> {
  const looked = present.stored + present.duplicate + present.quarantined
  const [n, a, r, c] = [looked, accepted, refused, altered].map((count) => count.toLocaleString('en-US'))
  if (state !== 'done') return { zh: `已比较 ${n} 条读数和事件。`, en: `${n} readings and events compared so far.` }
  if (looked === 0) return { zh: '这段时间没有这个类型的报文。', en: 'There were no messages of this kind in that time.' }
  return {
    zh: `${n} 条读数和事件：改后多接收 ${a} 条，多拒收 ${r} 条，${c} 条的内容会不同。`,
    en: `Of ${n} readings and events the change would accept ${a} more, refuse ${r} more, and store ${c} with other values.`,
  }
}
