// Grafana's math expressions, as far as our rules use them (pkg/expr/mathexp): operators, and how two results of many series meet.

/** One number with its labels; `undefined` for "no data". */
export interface Value {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}
export type Result = 'no data' | readonly Value[]

const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=', '>=', '<=', '>', '<'], ['+', '-'], ['*', '/']]

export function evaluateMath(expression: string, variables: ReadonlyMap<string, Result>): Result {
  const tokens = expression.match(/\$\w+|\d+(?:\.\d+)?|\|\||&&|[=!<>]=|[-+*/<>()]/g) ?? []
  if (tokens.join('') !== expression.replaceAll(' ', '')) throw new Error(`math that is not understood: ${expression}`)
  let at = 0
  const level = (depth: number): Result => {
    if (depth === levels.length) return operand()
    let left = level(depth + 1)
    while (levels[depth]?.includes(tokens[at] ?? '')) {
      const operator = tokens[at++] as string
      left = joined(left, level(depth + 1), operator)
    }
    return left
  }
  const operand = (): Result => {
    const token = tokens[at++] ?? ''
    if (token === '(') {
      const inner = level(0)
      at++
      return inner
    }
    if (!token.startsWith('$')) return [{ labels: {}, value: Number(token) }]
    const known = variables.get(token.slice(1))
    if (known === undefined) throw new Error(`math asks for ${token}, which is not there`)
    return known
  }
  return level(0)
}

/** Series meet when their labels are equal, or those of one are among those of the other; where one side has no data, nothing has. */
function joined(left: Result, right: Result, operator: string): Result {
  if (left === 'no data' || right === 'no data') return 'no data'
  return left.flatMap((one) =>
    right.flatMap((other) => {
      const labels = commonLabels(one.labels, other.labels)
      return labels === undefined ? [] : [{ labels, value: calculated(operator, one.value, other.value) }]
    }),
  )
}

type Labels = Value['labels']

function commonLabels(one: Labels, other: Labels): Labels | undefined {
  const [fewer, more] = Object.keys(one).length <= Object.keys(other).length ? [one, other] : [other, one]
  return Object.entries(fewer).every(([name, value]) => more[name] === value) ? more : undefined
}

function calculated(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '&&':
      return Number(a !== 0 && b !== 0)
    case '||':
      return Number(a !== 0 || b !== 0)
    case '>':
      return Number(a > b)
    case '>=':
      return Number(a >= b)
    case '<':
      return Number(a < b)
    case '<=':
      return Number(a <= b)
    case '==':
      return Number(a === b)
    default:
      return Number(a !== b)
  }
}
