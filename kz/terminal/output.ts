import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

export type Style = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold'

/** Results go to stdout; what is only about the run (progress, where to read on) to stderr, so that it never ends up in a file. */
export class Output {
  private readonly stdout: Writable
  private readonly stderr: Writable

  constructor(stdout: Writable, stderr: Writable) {
    this.stdout = stdout
    this.stderr = stderr
  }

  line(text = ''): void {
    this.stdout.write(`${text}\n`)
  }

  /** Without a line end. */
  raw(text: string): void {
    this.stdout.write(text)
  }

  bytes(bytes: Uint8Array): void {
    this.stdout.write(bytes)
  }

  json(value: unknown): void {
    this.line(JSON.stringify(value, undefined, 2))
  }

  note(text: string): void {
    this.stderr.write(`${text}\n`)
  }

  /** In colour where a person looks and NO_COLOR does not forbid it. */
  paint(style: Style | undefined, text: string): string {
    return style === undefined ? text : styleText(style, text, { stream: this.stdout as NodeJS.WriteStream })
  }

  /** Resolves once the reader keeps up: whoever prints page after page waits here, so that no more than a page is in memory. */
  async drained(): Promise<void> {
    if (this.stdout.writableNeedDrain) await once(this.stdout, 'drain')
  }
}
