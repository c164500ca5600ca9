import { z } from 'zod'
import { units } from '../../../register/tasks.ts'
import type { Indicator } from '../../indicators/indicator.ts'
import { valueUnit } from '../../indicators/number-texts.ts'
import { words } from '../answers.ts'
import { directionWords, keys, unitNames } from './words.ts'

const named = z.object({ id: z.string(), name: words })

/** What an indicator is, as every list of values has it. */
export const definition = z.object({
  id: z.string().describe('Task and number: 16-2'),
  task: z.int(),
  name: words,
  unit: z.enum(unitNames),
  unitText: words,
  direction: z.enum(keys(directionWords)),
  directionText: words,
  granularity: z.array(z.enum(['C', 'T', 'L', 'F'])).describe('City, town, circle, kind of facility'),
  readers: z.array(named).describe('Units named for the task; every town reads it too'),
  readWith: z.array(named).describe('What hangs together with it, so that nobody reads it alone'),
})

export function definitionOf(indicator: Indicator, all: readonly Indicator[]): z.output<typeof definition> {
  const { id, task, name, unit, direction, granularity, readers, readWith } = indicator
  return {
    id,
    task,
    name: { ...name },
    unit,
    unitText: { ...valueUnit(unit) },
    direction,
    directionText: { ...directionWords[direction] },
    granularity: [...granularity],
    readers: readers.map(unitNamed),
    readWith: readWith.map((other) => ({ id: other, name: all.find((each) => each.id === other)?.name ?? { zh: other, en: other } })),
  }
}

export const unitNamed = (id: string): z.output<typeof named> => ({
  id,
  name: units.find((unit) => unit.id === id)?.name ?? { zh: id, en: id },
})
