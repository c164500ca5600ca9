import { z } from 'zod'
import { type Task, taskDocument, tasks, units } from '../../../register/tasks.ts'
import { words } from '../answers.ts'
import type { Api } from '../parts.ts'
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
  })
  .meta({ id: 'Task' })

export function taskRoutes(api: Api): void {
  const all = tasks.map(answerOf)
  const tags = ['tasks']

  api.get(
    '/tasks',
    {
      schema: {
        summary: 'The tasks of the city’s work plan with their responsible units',
        tags,
        response: { 200: z.object({ title: words, translation: words, items: z.array(task) }) },
      },
    },
    () => ({ title: taskDocument.title, translation: taskDocument.translation, items: all }),
  )

  api.get(
    '/tasks/:no',
    {
      config: { problems: ['task-not-found'] },
      schema: { summary: 'One task', tags, params: z.object({ no: z.string() }), response: { 200: task } },
    },
    ({ params: { no } }) => {
      const found = all.find((each) => String(each.no) === no)
      if (!found) throw new Problem('task-not-found', { words: { id: no } })
      return found
    },
  )
}

function answerOf({
  no,
  section,
  heading,
  headingEn,
  text,
  textEn,
  units: printed,
  unitIds,
  ending,
  isOpen,
  namesTowns,
}: Task): z.output<typeof task> {
  return {
    no,
    section: { no: section.no, name: { ...section.name } },
    heading: { zh: heading, en: headingEn },
    text: { zh: text, en: textEn },
    units: unitIds.map((id, index) => ({ id, name: units.find((unit) => unit.id === id)?.name ?? { zh: printed[index] ?? id, en: id } })),
    unitsText: printed.join('、') + ending,
    isOpen,
    namesTowns,
  }
}
