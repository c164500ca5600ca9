import { hash } from 'node:crypto'

/** 52 bits of a digest of what a message says, whatever the order of its fields. Fits a double and SQLite's integer. */
export function contentDigest(content: Readonly<Record<string, unknown>>): number {
  const text = JSON.stringify(
    Object.keys(content)
      .sort()
      .map((name) => [name, content[name]]),
  )
  return Number.parseInt(hash('sha1', text, 'hex').slice(0, 13), 16)
}
