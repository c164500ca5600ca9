// The city's work plan as data. The Chinese is the source's, word for word; test/seeds holds it against task-table.zh.txt.
import { z } from 'zod'
import source from './tasks.json' with { type: 'json' }
import { everyTown, unitPrinted } from './units.ts'

const filled = z.string().min(1)
const name = z.strictObject({ zh: filled, en: filled }).readonly()

/** `text` is the heading as printed, `name` without its number: the source prints none for the first section. */
const section = z.strictObject({ no: z.int().positive(), text: filled, name }).readonly()

const row = z.strictObject({
  no: z.int().positive(),
  section: z.int().positive(),
  heading: filled,
  headingEn: filled,
  /** False where the source's cell is empty (merged): the heading of the task above applies. */
  headingPrinted: z.boolean(),
  text: filled,
  textEn: filled,
  /** As printed; joined by 、 and followed by `ending` they are the source's cell, to the byte. */
  units: z.array(filled).readonly(),
  ending: z.string(),
})

const plan = z
  .strictObject({
    attachment: filled,
    title: name,
    columns: z.array(name).length(4).readonly(),
    translation: name,
    sections: z.array(section).readonly(),
    tasks: z.array(row).readonly(),
  })
  .parse(source)

type Section = z.output<typeof section>

export type Task = Readonly<Omit<z.output<typeof row>, 'section'>> & {
  readonly section: Section
  /** `units` as ids of the table in units.ts. */
  readonly unitIds: readonly string[]
  /** The cell says 等: the units named are not all. */
  readonly isOpen: boolean
  /** The cell names 各镇（区、街道）. */
  readonly namesTowns: boolean
}

/** The tasks of the plan in its order. */
export const tasks: readonly Task[] = plan.tasks.map((task) => ({
  ...task,
  section: sectionOf(task.section),
  unitIds: task.units.map(unitId),
  isOpen: task.ending.startsWith('等'),
  namesTowns: task.ending.includes(everyTown.zh),
}))

/** What the document says around its tasks; `translation` says whose the English is. */
export const taskDocument = {
  attachment: plan.attachment,
  title: plan.title,
  columns: plan.columns,
  sections: plan.sections,
  translation: plan.translation,
} as const

function sectionOf(no: number): Section {
  const found = plan.sections.find(({ no: each }) => each === no)
  if (!found) throw new Error(`seeds/tasks.json has a task of section ${no} but no such section: add it to "sections"`)
  return found
}

function unitId(printed: string): string {
  const unit = unitPrinted(printed)
  if (!unit) throw new Error(`seeds/tasks.json names the unit ${printed}, which seeds/units.ts does not know: add it there`)
  return unit.id
}
