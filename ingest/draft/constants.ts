/** Words of the language, and what a draft imports. */
const notToBeNamed: readonly string[] =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield z count defineFacility gauge state total clamp oneOf round whole fen identifier'.split(
    ' ',
  )

export const constantName = (kind: string): string => {
  const name = kind.replace(/[^a-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')
  return notToBeNamed.includes(name) ? `${name}Kind` : name
}

/** Gives each constant of a file a name of its own: the one wanted, or that with a number behind it. */
export type NameConstant = (wanted: string) => string

export function constantsBeside(kind: string): NameConstant {
  const taken = new Set([...notToBeNamed, constantName(kind)])
  return (wanted) => {
    let name = wanted
    for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`
    taken.add(name)
    return name
  }
}
