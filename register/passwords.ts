/** scrypt hashes of passwords, written `scrypt$N$r$p$salt$hash` (base64url); why these numbers: docs/decisions/0003-device-secrets-and-scrypt.md. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** How much work a guess costs. */
export interface Cost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** For random secrets that nobody can guess: a fleet that reconnects after an outage has to be let in within seconds. */
export const deviceCost: Cost = { N: 1_024, r: 8, p: 1 }

/** For passwords that people choose. */
export const humanCost: Cost = { N: 32_768, r: 8, p: 1 }

const hashBytes = 32

export async function hashPassword(password: string, cost: Cost): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Without a stored hash the answer is no and takes as long as one with `cost` would: who asks learns nothing from the time. */
export async function passwordMatches(password: string, stored: string | undefined, cost: Cost): Promise<boolean> {
  const parts = stored?.split('$') ?? []
  const [, N = cost.N, r = cost.r, p = cost.p, salt = '', hash = ''] = parts
  const found = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  const expected = Buffer.from(hash, 'base64url')
  return expected.length === hashBytes && timingSafeEqual(found, expected)
}

/** In the thread pool of the process: the event loop goes on. */
function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r } // twice what it needs
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
