import { rejection } from '../quarantine/reject.ts'
import type { Rejection, Sentence } from '../quarantine/rejection.ts'
import { shorten } from '../quarantine/show.ts'
import { protocolFrame } from './protocol-frame.ts'

/** Enough to recognise an encoding by. */
const sampleBytes = 4_096

/** Bytes that are not UTF-8: what they are, as far as can be told. */
export function explainEncoding(bytes: Uint8Array): Rejection {
  const utf16 = utf16In(bytes)
  if (utf16) return notUtf8(utf16.guess, { found: utf16.text })
  const frame = protocolFrame(bytes)
  if (frame) return notUtf8(frame.is, { found: hexOf(bytes, 0), suggestion: frame.cure })
  const signature = signatureOf(bytes)
  if (signature) return notUtf8(signature.guess, { found: hexOf(bytes, 0), suggestion: signature.cure })
  const at = firstBad(bytes)
  const path = `byte ${at + 1}`
  const gbk = gbkText(bytes)
  if (gbk !== undefined) return notUtf8(gbkGuess, { path, found: gbk, suggestion: gbkCure })
  return notUtf8(strange(bytes, at), { path, found: hexOf(bytes, at) })
}

/** UTF-16 with or without byte order mark. Plain ASCII in UTF-16 is valid UTF-8, full of zero bytes. */
export function explainUtf16(bytes: Uint8Array): Rejection | undefined {
  const utf16 = utf16In(bytes)
  return utf16 && notUtf8(utf16.guess, { found: utf16.text })
}

const notUtf8 = (guess: Sentence, details: { path?: string; found: string; suggestion?: Sentence }): Rejection =>
  rejection('not-utf8', { guess }, { ...details, expected: 'UTF-8' })

function utf16In(bytes: Uint8Array): { guess: Sentence; text: string } | undefined {
  const [a, b, c, d] = bytes
  const little = (a === 0xff && b === 0xfe) || (b === 0 && d === 0 && a !== 0 && c !== 0)
  const big = (a === 0xfe && b === 0xff) || (a === 0 && c === 0 && b !== 0 && d !== 0)
  if ((!little && !big) || bytes.length < 4) return undefined
  const label = little ? 'utf-16le' : 'utf-16be'
  const text = new TextDecoder(label).decode(bytes.subarray(0, sampleBytes))
  return { guess: { zh: `这些字节是 ${label.toUpperCase()} 编码`, en: `these bytes are ${label.toUpperCase()}` }, text: shorten(text, 60) }
}

const gbkGuess: Sentence = { zh: '这些字节是 GBK 编码的中文', en: 'these bytes are GBK-encoded Chinese' }
const gbkCure: Sentence = {
  zh: '请把固件或网关的字符编码由 GBK 改为 UTF-8。',
  en: 'Set the character encoding of the firmware or gateway from GBK to UTF-8.',
}

/** Chinese characters in GBK are pairs, nearly always of two high bytes; a lone high byte is some other encoding. */
function gbkText(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, sampleBytes)
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(sample, { stream: bytes.length > sampleBytes })
    const hasPair = sample.some((byte, index) => byte >= 0xa1 && (sample[index + 1] ?? 0) >= 0xa1)
    return hasPair && /[一-鿿]/.test(text) ? aroundFirst(text) : undefined
  } catch {
    return undefined
  }
}

const aroundFirst = (text: string): string => {
  const at = text.search(/[一-鿿]/)
  return shorten(text.slice(Math.max(0, at - 10), at + 30), 60)
}

const unpack: Sentence = { zh: '请不要压缩，直接发送 JSON。', en: 'Send the JSON itself, uncompressed.' }
const noFiles: Sentence = {
  zh: '平台只接受读数和事件，不接收文件或图片。',
  en: 'The platform takes readings and events, no files or pictures.',
}

const signatures: readonly { readonly bytes: readonly number[]; readonly guess: Sentence; readonly cure: Sentence }[] = [
  { bytes: [0x1f, 0x8b], guess: { zh: '这是 gzip 压缩数据', en: 'this is compressed (gzip)' }, cure: unpack },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], guess: { zh: '这是 zstd 压缩数据', en: 'this is compressed (zstd)' }, cure: unpack },
  { bytes: [0x78, 0x9c], guess: { zh: '这是 zlib 压缩数据', en: 'this is compressed (zlib)' }, cure: unpack },
  { bytes: [0x50, 0x4b, 0x03, 0x04], guess: { zh: '这是 ZIP 文件', en: 'this is a ZIP file' }, cure: unpack },
  { bytes: [0xff, 0xd8, 0xff], guess: { zh: '这是 JPEG 图片', en: 'this is a JPEG picture' }, cure: noFiles },
  { bytes: [0x89, 0x50, 0x4e, 0x47], guess: { zh: '这是 PNG 图片', en: 'this is a PNG picture' }, cure: noFiles },
]

const signatureOf = (bytes: Uint8Array) => signatures.find((signature) => signature.bytes.every((byte, index) => bytes[index] === byte))

function strange(bytes: Uint8Array, at: number): Sentence {
  const hex = hexOf(bytes, at, 1)
  return { zh: `第 ${at + 1} 个字节 0x${hex} 不合规则`, en: `byte ${at + 1}, 0x${hex}, cannot stand there` }
}

function hexOf(bytes: Uint8Array, at: number, length = 8): string {
  return Buffer.from(bytes.subarray(at, at + length))
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')
}

/** Where the bytes stop being UTF-8, counted from 0. */
function firstBad(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const length = characterLength(bytes, at)
    if (length === 0) return at
    at += length
  }
  return at
}

/** Well-formed sequences as in table 3-7 of the Unicode standard; 0 where none begins. */
const sequences: readonly {
  readonly first: readonly [number, number]
  readonly second: readonly [number, number]
  readonly length: number
}[] = [
  { first: [0xc2, 0xdf], second: [0x80, 0xbf], length: 2 },
  { first: [0xe0, 0xe0], second: [0xa0, 0xbf], length: 3 },
  { first: [0xe1, 0xec], second: [0x80, 0xbf], length: 3 },
  { first: [0xed, 0xed], second: [0x80, 0x9f], length: 3 },
  { first: [0xee, 0xef], second: [0x80, 0xbf], length: 3 },
  { first: [0xf0, 0xf0], second: [0x90, 0xbf], length: 4 },
  { first: [0xf1, 0xf3], second: [0x80, 0xbf], length: 4 },
  { first: [0xf4, 0xf4], second: [0x80, 0x8f], length: 4 },
]

function characterLength(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] as number
  if (byte < 0x80) return 1
  const sequence = sequences.find(({ first }) => isWithin(byte, first))
  if (!sequence || !isWithin(bytes[at + 1], sequence.second)) return 0
  for (let next = 2; next < sequence.length; next++) if (!isWithin(bytes[at + next], [0x80, 0xbf])) return 0
  return sequence.length
}

const isWithin = (byte: number | undefined, [low, high]: readonly [number, number]): boolean =>
  byte !== undefined && byte >= low && byte <= high
