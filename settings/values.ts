// The sorts of values a setting may have. Each message completes the sentence "KZ_X is …, but must …".
import { isIP } from 'node:net'
import { z } from 'zod'

/** Environment variables are text: a whole number is digits only, so that '1e3', '0x50' and '10 ' are refused. */
export function wholeNumber(minimum: number, maximum: number) {
  const isWithin = (text: string) => /^\d{1,15}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum
  return z.string().refine(isWithin, `be a whole number from ${minimum} to ${maximum}`).transform(Number)
}

/** Port 0 means any free one. */
export const port = () => wholeNumber(0, 65_535)

/** A hundred years at most: enough to say "for ever" without running past what a date can hold. */
export const days = () => wholeNumber(1, 36_500)

export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, { error: `be one of ${words.join(', ')}` })
}

/** What listen() takes: an IP address or a host name. Digits and dots alone are an IP address or a slip of the pen. */
export function listenAddress() {
  const hostName = /^(?![\d.]+$)[a-z\d]([a-z\d.-]*[a-z\d])?$/i
  return z.string().refine((text) => isIP(text) !== 0 || hostName.test(text), 'be an IP address or a host name, without a port')
}

export function timeZone() {
  return z.string().refine(isTimeZone, 'be a time zone of the IANA list, such as Asia/Shanghai')
}

/** Addresses or ranges of them, separated by commas. A range of everything would let anybody say who he is. */
export function addressRanges() {
  const message = 'be IP addresses or ranges separated by commas, such as 127.0.0.1, 10.0.0.0/8'
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every(isAddressRange), message)
}

/** Passwords belong in a setting of their own: an address ends up in logs and health pages. */
export function webAddress() {
  return z.string().refine(isWebAddress, 'be an address with http:// or https:// and without user or password in it')
}

/** What goes over the network is encrypted; on the machine itself it need not be. */
export function webhookAddress() {
  return webAddress().refine(isEncryptedOrHere, 'be an address with https://, or with http:// on this machine (127.0.0.1, localhost)')
}

const leastSecretBytes = 24

/** https://www.standardwebhooks.com: 24 to 64 bytes. */
export function webhookSecret() {
  const isSecret = (text: string): boolean => {
    const [, key] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
    return key !== undefined && Buffer.from(key, 'base64').length >= leastSecretBytes
  }
  return z.string().refine(isSecret, `be whsec_ and at least ${leastSecretBytes} bytes in base64, as from: openssl rand -base64 32`)
}

function isEncryptedOrHere(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol !== 'http:' || ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
