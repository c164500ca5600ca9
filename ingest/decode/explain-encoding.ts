import { rejection } from '../quarantine/reject.ts'
import type { Rejection, Sentence } from '../quarantine/rejection.ts'
import { shorten } from '../quarantine/show.ts'

/** Enough to recognise an encoding by. */
const sampleBytes = 4_096

/** Bytes that are not UTF-8: what they are, as far as can be told. */
export function explainEncoding(bytes: Uint8Array): Rejection {
  const utf16 = utf16In(bytes)
  if (utf16) return notUtf8(utf16.guess, { found: utf16.text })
  const at = firstBad(bytes)
  const path = `byte ${at}`
  const gbk = gbkText(bytes)
  if (gbk !== undefined) return notUtf8(gbkGuess, { path, found: gbk, suggestion: gbkCure })
  return notUtf8(signatureOf(bytes) ?? strange(bytes, at), { path, found: hexOf(bytes, at) })
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

const signatures: readonly { readonly bytes: readonly number[]; readonly guess: Sentence }[] = [
  { bytes: [0x1f, 0x8b], guess: { zh: '这是 gzip 压缩数据', en: 'this is compressed (gzip)' } },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], guess: { zh: '这是 zstd 压缩数据', en: 'this is compressed (zstd)' } },
  { bytes: [0x78, 0x9c], guess: { zh: '这是 zlib 压缩数据', en: 'this is compressed (zlib)' } },
  { bytes: [0x50, 0x4b, 0x03, 0x04], guess: { zh: '这是 ZIP 文件', en: 'this is a ZIP file' } },
  { bytes: [0xff, 0xd8, 0xff], guess: { zh: '这是 JPEG 图片', en: 'this is a JPEG picture' } },
  { bytes: [0x89, 0x50, 0x4e, 0x47], guess: { zh: '这是 PNG 图片', en: 'this is a PNG picture' } },
]

function signatureOf(bytes: Uint8Array): Sentence | undefined {
  if (bytes[0] === 0x68 && bytes.at(-1) === 0x16) {
    return {
      zh: '这像是 DL/T 645 等规约的帧，应发布到 raw/ 下',
      en: 'this looks like a frame of DL/T 645 or its kin, which belongs under raw/',
    }
  }
  return signatures.find((signature) => signature.bytes.every((byte, index) => bytes[index] === byte))?.guess
}

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
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  // The replacement character may have been sent as such: then it comes back as its own three bytes.
  let at = -1
  for (;;) {
    at = text.indexOf('\ufffd', at + 1)
    if (at < 0) return bytes.length
    const offset = Buffer.byteLength(text.slice(0, at))
    if (!(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) return offset
  }
}
