/**
 * Claim codes: short enough to be typed into a device, random enough (60 bits, for some days) not to be guessed. Only a digest is kept, and a
 * public key that follows from the code: what is sealed with it is opened by whoever has the code, and by nobody who has the register alone.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** Crockford's: without I, L, O and U, which are mistaken for others. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 12

/** Three groups of four: 7K3M-Q9ZD-2HXW. */
export function newClaimCode(): string {
  const letters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length])
  return [0, 4, 8].map((start) => letters.slice(start, start + 4).join('')).join('-')
}

/** What somebody typed, as it was made: case, dashes and spaces are forgiven, and letters for the digits they look like. Undefined: no code. */
export function readClaimCode(typed: string): string | undefined {
  if (typed.length > 40) return undefined
  const tidy = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/U/g, 'V')
  return tidy.length === length && [...tidy].every((letter) => alphabet.includes(letter)) ? tidy : undefined
}

/** The code as readClaimCode gives it, as every function below takes it. */
export const digestOfCode = (code: string): string => createHash('sha256').update(`kezhong claim ${code}`).digest('base64url')

/** The public half of the key pair that follows from the code. */
export const sealKeyOf = (code: string): string => rawPublic(createPublicKey(privateKeyOf(code))).toString('base64url')

/** X25519 with a key made for this once, HKDF, AES-256-GCM. `about` must be the same when it is opened. */
export function seal(text: string, sealKey: string, about: string): string {
  const once = generateKeyPairSync('x25519')
  const oncePublic = rawPublic(once.publicKey)
  const receiver = Buffer.from(sealKey, 'base64url')
  const key = sharedKey(once.privateKey, publicKeyOf(receiver), oncePublic, receiver)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([oncePublic, iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Throws for another code, for other words `about` it, and for what is damaged. */
export function openSealed(sealed: string, code: string, about: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const [oncePublic, iv, tag, text] = [bytes.subarray(0, 32), bytes.subarray(32, 44), bytes.subarray(44, 60), bytes.subarray(60)]
  const privateKey = privateKeyOf(code)
  const key = sharedKey(privateKey, publicKeyOf(oncePublic), oncePublic, rawPublic(createPublicKey(privateKey)))
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about)).setAuthTag(tag)
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
}

/** What stands before the 32 bytes of an X25519 key in PKCS 8 and in SPKI. */
const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b656e032100', 'hex')

function privateKeyOf(code: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', code, '', 'kezhong claim seal', 32))
  return createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' })
}

const publicKeyOf = (raw: Buffer): KeyObject => createPublicKey({ key: Buffer.concat([publicPrefix, raw]), format: 'der', type: 'spki' })

const rawPublic = (key: KeyObject): Buffer => (key.export({ format: 'der', type: 'spki' }) as Buffer).subarray(publicPrefix.length)

function sharedKey(privateKey: KeyObject, publicKey: KeyObject, once: Buffer, receiver: Buffer): Buffer {
  const secret = diffieHellman({ privateKey, publicKey })
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([once, receiver]), 'kezhong claim password', 32))
}
