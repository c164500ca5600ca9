import { z } from 'zod'
import { type Task, taskDocument, tasks, units } from '../../../register/tasks.ts'
import { words } from '../answers.ts'
import { type Bound, mayReadIndicator } from '../indicators/reader.ts'
import { type TaskIndicator, taskIndicator, taskIndicatorOf } from '../indicators/task-indicators.ts'
import { noDevices, rhythm } from '../indicators/task-words.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'

const task = z
  .object({
    no: z.int(),
    section: z.object({ no: z.int(), name: words }),
    heading: words,
    text: words.describe('The Chinese is the document, word for word; the English is a translation'),
    units: z.array(z.object({ id: z.string(), name: words })).describe('Responsible units (责任单位), in the order of the document'),
    unitsText: z.string().describe('The cell as printed'),
    isOpen: z.boolean().describe('The cell says 等: the units named are not all'),
    namesTowns: z.boolean().describe('The cell names 各镇（区、街道）: every town has a part in it'),
    rhythm: z.array(words).describe('周调度、月通报、季推进、年考评'),
    indicators: z.array(taskIndicator).describe('With the value of the city in the running month'),
    indicatorsText: words.nullable().describe('Said where devices can tell nothing of a task; else null'),
  })
  .meta({ id: 'Task' })

type Answer = z.output<typeof task>

export function taskRoutes(api: Api, parts: ApiParts): void {
  const { indicators } = parts
  const tags = ['tasks']

  /** By task; what the reader may not see is left out. */
  async function indicatorsFor(reader: Bound | undefined, only?: number): Promise<ReadonlyMap<number, readonly TaskIndicator[]>> {
    const query = { period: indicators.periods().now, scope: 'city', ...(only !== undefined && { task: only }) }
    const values = new Map((await indicators.values(query)).map((value) => [value.indicator, value]))
    const seen = indicators.all.filter((each) => mayReadIndicator(parts, each, reader))
    const answers = seen.flatMap((each) => {
      const value = values.get(each.id)
      return value ? [[each.task, taskIndicatorOf(each, value)] as const] : []
    })
    const grouped = Map.groupBy(answers, ([no]) => no)
    return new Map([...grouped].map(([no, group]) => [no, group.map(([, answer]) => answer)]))
  }

  const hasIndicators = (no: number) => indicators.all.some((each) => each.task === no)
  const answerOf = (each: Task, found: readonly TaskIndicator[] = []): Answer => ({
    ...asPrinted(each),
    rhythm: rhythm.map((word) => ({ ...word })),
    indicators: [...found],
    indicatorsText: hasIndicators(each.no) ? null : { ...noDevices },
  })

  api.get(
    '/tasks',
    {
      schema: {
        summary: 'The tasks of the city’s work plan with their responsible units, rhythm and indicators',
        tags,
        response: { 200: z.object({ title: words, translation: words, items: z.array(task) }) },
      },
    },
    async ({ caller }) => {
      const found = await indicatorsFor(caller)
      const items = tasks.map((each) => answerOf(each, found.get(each.no)))
      return { title: taskDocument.title, translation: taskDocument.translation, items }
    },
  )

  api.get(
    '/tasks/:no',
    {
      config: { problems: ['task-not-found'] },
      schema: { summary: 'One task', tags, params: z.object({ no: z.string() }), response: { 200: task } },
    },
    async ({ params: { no }, caller }) => {
      const found = tasks.find((each) => String(each.no) === no)
      if (!found) throw new Problem('task-not-found', { words: { id: no } })
      return answerOf(found, (await indicatorsFor(caller, found.no)).get(found.no))
    },
  )
}

function asPrinted(printed: Task): Omit<Answer, 'rhythm' | 'indicators' | 'indicatorsText'> {
  const { no, section, heading, headingEn, text, textEn, unitIds, ending, isOpen, namesTowns } = printed
  const nameOf = (id: string, index: number) => units.find((unit) => unit.id === id)?.name ?? { zh: printed.units[index] ?? id, en: id }
  return {
    no,
    section: { no: section.no, name: { ...section.name } },
    heading: { zh: heading, en: headingEn },
    text: { zh: text, en: textEn },
    units: unitIds.map((id, index) => ({ id, name: nameOf(id, index) })),
    unitsText: printed.units.join('、') + ending,
    isOpen,
    namesTowns,
  }
}
