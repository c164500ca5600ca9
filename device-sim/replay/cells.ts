// What a recorded row holds: text of a CSV file, or whatever JSON has.
import { type Fields, find, incomingName, isFields } from '../../facilities/mapping/parts.ts'

export type Cells = Fields

/** A captured reading has its fields under `values`; they come first, as when a mapping is applied to a message. */
const places = (cells: Cells): readonly Fields[] => (isFields(cells.values) ? [cells.values, cells] : [cells])

/** A cell by its column; one inside an object is reached with points. */
export function cellOf(cells: Cells, column: string): unknown {
  if (Object.hasOwn(cells, column) && !isFields(cells.values)) return cells[column]
  return find(places(cells), incomingName(column))?.value
}

export const hasCell = (cells: Cells, column: string): boolean => find(places(cells), incomingName(column)) !== undefined

/** The text of a cell; undefined when there is none. */
export function textOf(cells: Cells, column: string, missing: readonly string[]): string | undefined {
  const cell = cellOf(cells, column)
  if (cell === undefined || cell === null) return undefined
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  return text === '' || missing.includes(text) ? undefined : text
}

/** The row with another value in a cell, where that was found. */
export function withCell(cells: Cells, column: string, value: unknown): Cells {
  const { values } = cells
  const isWithin = isFields(values) && find([values], incomingName(column)) !== undefined
  return isWithin ? { ...cells, values: { ...values, [column]: value } } : { ...cells, [column]: value }
}

/** `{column}` filled in; undefined as soon as one of them is empty. */
export function filled(template: string, cells: Cells, missing: readonly string[]): string | undefined {
  let isComplete = true
  const text = template.replace(/\{([^{}]+)\}/g, (_, column: string) => {
    const cell = textOf(cells, column, missing)
    isComplete &&= cell !== undefined
    return cell ?? ''
  })
  return isComplete ? text : undefined
}

export const templateColumns = (template: string): string[] => [...template.matchAll(/\{([^{}]+)\}/g)].map(([, column]) => column as string)

/** A cell, fit to be read inside a sentence. */
export const shown = (text: string): string =>
  text === '' ? 'an empty cell' : JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
