// Answers to a CONNECT that are written by hand, where Aedes has none.

/** [MQTT-3.1.2-2] Return code 1, unacceptable protocol version. */
export const connackVersionRefused = Uint8Array.of(0x20, 2, 0, 1)
/** [MQTT-3.1.3-8] Return code 2, identifier rejected. */
export const connackIdentifierRejected = Uint8Array.of(0x20, 2, 0, 2)
/** Return code 3, server unavailable. */
export const connackUnavailable = Uint8Array.of(0x20, 2, 0, 3)

const longestWords = 120 // so that every length fits into one byte

/** MQTT 5 has room for words: reason code 0x84, unsupported protocol version, with the sentence as its reason string. */
export function connackVersionRefused5(sentence: string): Uint8Array {
  const words = Buffer.from(sentence).subarray(0, longestWords)
  const reason = Buffer.concat([Buffer.from([0x1f, 0, words.length]), words])
  return Buffer.concat([Buffer.from([0x20, reason.length + 3, 0, 0x84, reason.length]), reason])
}
