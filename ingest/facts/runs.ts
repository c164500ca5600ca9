/** Run-length texts: `G57B3` of letters, `0x30 2x12 ?x18` of words. The same states always make the same text, however it was put together. */

/** Collects states one by one or in runs. */
export class LetterRuns {
  private text = ''
  private letter = ''
  private count = 0

  add(letter: string, count = 1): void {
    if (letter === this.letter) {
      this.count += count
      return
    }
    this.flush()
    this.letter = letter
    this.count = count
  }

  end(): string {
    this.flush()
    return this.text
  }

  private flush(): void {
    if (this.count > 0) this.text += `${this.letter}${this.count}`
    this.letter = ''
    this.count = 0
  }
}

export class WordRuns {
  private text = ''
  private word = ''
  private count = 0

  add(word: string, count = 1): void {
    if (word === this.word) {
      this.count += count
      return
    }
    this.flush()
    this.word = word
    this.count = count
  }

  end(): string {
    this.flush()
    return this.text
  }

  private flush(): void {
    if (this.count > 0) this.text += `${this.text === '' ? '' : ' '}${this.word}x${this.count}`
    this.word = ''
    this.count = 0
  }
}

export interface Run {
  /** `G`, `B`, `U`, `S`, `-`; a count of empty lanes, `?`, `-`. */
  readonly state: string
  /** Minutes. */
  readonly count: number
}

/** Of `G57B3`. */
export function* letterRuns(text: string | null): Generator<Run> {
  for (const [, state, count] of (text ?? '').matchAll(/([A-Z-])(\d+)/g)) yield { state: state as string, count: Number(count) }
}

/** Of `0x30 2x12 ?x18`. */
export function* wordRuns(text: string | null): Generator<Run> {
  if (!text) return
  for (const run of text.split(' ')) {
    const at = run.lastIndexOf('x')
    yield { state: run.slice(0, at), count: Number(run.slice(at + 1)) }
  }
}

/** One behind the other; runs that meet become one. Either way of writing. */
export function concatenate(texts: readonly (string | null)[]): string | null {
  const given = texts.filter((text) => text !== null && text !== '') as string[]
  if (given.length < 2) return given[0] ?? (texts.includes('') ? '' : null)
  const areWords = given.some((text) => text.includes('x'))
  const runs = areWords ? new WordRuns() : new LetterRuns()
  const read = areWords ? wordRuns : letterRuns
  for (const text of given) for (const { state, count } of read(text)) runs.add(state, count)
  return runs.end()
}
