import type { Sentence } from '../quarantine/rejection.ts'

interface ProtocolFrame {
  readonly is: Sentence
  readonly cure: Sentence
}

/** A frame as meters and sensors send them on their wires, recognised by its outer shape. */
export function protocolFrame(bytes: Uint8Array): ProtocolFrame | undefined {
  const protocol = protocols.find(({ fits }) => fits(bytes))
  if (!protocol) return undefined
  const { name, topic } = protocol
  return {
    is: { zh: `这像是 ${name} 的帧，不是 JSON`, en: `this looks like a frame of ${name}, not JSON` },
    cure: {
      zh: `telemetry 只接受 JSON：请先在设备侧解码再发送，或原样发布到 ${topic}（在有该规约的适配器之前保存在隔离区）。`,
      en: `Telemetry takes JSON only: decode the frame before you send it, or publish it as it is to ${topic} (kept in quarantine until there is an adapter for it).`,
    },
  }
}

const protocols: readonly { readonly name: string; readonly topic: string; fits(bytes: Uint8Array): boolean }[] = [
  { name: 'DL/T 645', topic: 'raw/dlt645', fits: isDlt645 },
  { name: 'CJ/T 188', topic: 'raw/cjt188', fits: isCjt188 },
  { name: 'Modbus TCP', topic: 'raw/modbus', fits: isModbusTcp },
  { name: 'Modbus RTU', topic: 'raw/modbus', fits: isModbusRtu },
]

/** Any number of FE to wake the line, 68, six bytes of address, 68, control, length, data, checksum, 16. */
function isDlt645(bytes: Uint8Array): boolean {
  const start = afterPreamble(bytes)
  return bytes[start] === 0x68 && bytes.at(-1) === 0x16 && (bytes[start + 7] === 0x68 || start > 0)
}

/** 68, type of meter (10 to 49), seven bytes of address, control, length, data, checksum, 16. */
function isCjt188(bytes: Uint8Array): boolean {
  const start = afterPreamble(bytes)
  return bytes[start] === 0x68 && bytes.at(-1) === 0x16 && bytes.length === start + 13 + (bytes[start + 10] ?? 0)
}

function afterPreamble(bytes: Uint8Array): number {
  const start = bytes.findIndex((byte) => byte !== 0xfe)
  return start < 0 ? bytes.length : start
}

/** Transaction, protocol 0, length of what follows, unit, function. */
function isModbusTcp(bytes: Uint8Array): boolean {
  const [, , high, low, lengthHigh = 0, lengthLow = 0] = bytes
  return bytes.length >= 8 && high === 0 && low === 0 && lengthHigh * 256 + lengthLow === bytes.length - 6
}

const longestRtu = 256

/** Address, function, data, CRC. */
function isModbusRtu(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || bytes.length > longestRtu || (bytes[0] as number) > 247) return false
  const [, code = 0, count = 0] = bytes
  // With a CRC that is wrong it is still an answer to a read, when its length says so.
  return (
    crcOf(bytes.subarray(0, -2)) === (bytes.at(-1) as number) * 256 + (bytes.at(-2) as number) ||
    (isRead(code) && count === bytes.length - 5)
  )
}

const isRead = (code: number): boolean => code >= 1 && code <= 4

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  }
  return crc
}
