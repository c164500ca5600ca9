/** Digests that tell whether two things are the same; nothing secret hangs on them. 52 bits each, which a number holds exactly. */

const bits = new Float64Array(1)
const words = new Uint32Array(bits.buffer)
const strings = new Map<string, number>()
const mostStrings = 10_000

/** Of a text, 32 bits (FNV-1a). The same few words of a state come again and again. */
function textHash(text: string): number {
  const known = strings.get(text)
  if (known !== undefined) return known
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  if (strings.size >= mostStrings) strings.clear()
  strings.set(text, hash)
  return hash
}

/** Two 32-bit lanes that take numbers, texts and nulls one after the other. */
export class Digest {
  private low = 0x9e3779b9
  private high = 0x85ebca6b
  isEmpty = true

  add(value: number | string | boolean | null): void {
    this.isEmpty = false
    if (typeof value === 'number') {
      bits[0] = value === 0 ? 0 : value // -0 is 0
      this.mix(words[0] as number)
      this.mix(words[1] as number)
    } else this.mix(value === null ? 0x5bd1e995 : typeof value === 'string' ? textHash(value) : value ? 3 : 5)
  }

  /** A whole number of up to 32 bits. */
  mix(word: number): void {
    const low = Math.imul(this.low ^ word, 0xcc9e2d51)
    this.low = (low ^ (low >>> 15)) | 0
    const high = Math.imul((this.high + word) | 0, 0x1b873593)
    this.high = ((high << 13) | (high >>> 19)) ^ this.low
  }

  /** Below 2^52. */
  number(): number {
    return ((this.high >>> 0) & 0xfffff) * 0x1_0000_0000 + (this.low >>> 0)
  }

  text(): string {
    return this.number().toString(36)
  }
}

/** A digest of digests, in their order; null of nothing. */
export function digestOf(digests: readonly (string | null)[]): string | null {
  const digest = new Digest()
  for (const each of digests) if (each !== null) digest.add(each)
  return digest.isEmpty ? null : digest.text()
}

const modulus = 2 ** 52

/** The order in which they are put together does not matter. */
export const addHashes = (one: number, other: number): number => (one + other) % modulus
