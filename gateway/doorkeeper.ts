import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import type { Accounts } from '../register/accounts.ts'
import type { Register } from '../register/register.ts'
import { devicePrincipal, type Principal } from './access.ts'
import { type Denial, denials } from './denials.ts'
import { GuessLimit } from './guess-limit.ts'

type Answer = { readonly principal: Principal } | { readonly refused: string; readonly returnCode: 3 | 4 }

/** A wrong password is answered this late, so that guessing is slow without a device's connection being held up by others. */
const refusalMs = 500
/** Wrong passwords a minute for one name from one address; further ones are refused unseen. */
const wrongAMinute = 20
const adminName = 'admin'

/**
 * Knows who may come in. A password that has been verified is remembered as a keyed digest for the life of the process, so that a fleet
 * that reconnects costs one scrypt a device and not one a connection; a change of the register forgets it.
 */
export class Doorkeeper {
  private readonly register: Register
  private readonly accounts: Accounts
  private readonly key = randomBytes(32)
  private readonly verified = new Map<string, { digest: Buffer; principal: Principal }>()
  private readonly guesses = new GuessLimit(wrongAMinute)
  private version = 0
  private followed = 0

  constructor(register: Register, accounts: Accounts) {
    this.register = register
    this.accounts = accounts
  }

  /** The id Aedes keeps a session under: one per device; observers may connect as often as they like. */
  sessionOf({ role, name }: Principal, clientId: string): string {
    return role === 'observer' ? `${name}/${clientId}` : name
  }

  async authenticate(user: string | undefined, password: Buffer | undefined, connection: Duplex): Promise<Answer> {
    const certified = certificateName(connection)
    if (certified && (user === undefined || user === certified)) return this.certifiedDevice(certified)
    if (!user || !password) return refuse('user name and password are needed')
    // Not by the name alone, or anybody could lock others out; not by the address alone, for a whole site may stand behind one.
    const guess = `${addressOf(connection)} ${user}`
    if (this.guesses.isReached(guess, Date.now())) return refuse('too many wrong passwords, try again in a minute')
    this.forgetOnChange()
    const digest = createHmac('sha256', this.key).update(password).digest()
    const known = this.verified.get(user)
    if (known && timingSafeEqual(known.digest, digest)) return { principal: known.principal }
    const answer = await this.verify(user, password.toString('utf8'))
    if ('principal' in answer) this.verified.set(user, { digest, principal: answer.principal })
    else {
      this.guesses.wrong(guess, Date.now())
      await sleep(refusalMs)
    }
    return answer
  }

  /** Why a connection has to end that was let in before; asked after each change of the register. */
  reasonToLeave(principal: Principal): Denial | undefined {
    if (principal.role === 'observer') return undefined
    const device = this.register.device(principal.name)
    if (device === undefined || device.retiredAt !== undefined) return denials.retired()
    const changed = principal.credential !== undefined && this.register.credentialIssuedAt(device.id) !== principal.credential
    return changed ? denials.credentialChanged() : undefined
  }

  /** True once after each change of the register. */
  changed(): boolean {
    const version = this.register.version()
    if (version === this.followed) return false
    this.followed = version
    return true
  }

  private async verify(user: string, password: string): Promise<Answer> {
    if (user === adminName) {
      const account = await this.accounts.verify(user, password)
      return account ? { principal: { role: 'observer', name: adminName } } : refuse('wrong password')
    }
    const outcome = await this.register.verifyCredential(user, password)
    if (outcome === 'retired') return refuse('the device is retired')
    const device = outcome === 'ok' ? this.register.device(user) : undefined
    if (!device) return refuse('bad user name or password')
    return { principal: devicePrincipal(device.id, device.kind, this.register.credentialIssuedAt(device.id)) }
  }

  private certifiedDevice(name: string): Answer {
    const device = this.register.device(name)
    if (!device || device.retiredAt !== undefined) return refuse(`no device is named ${name} as the certificate says`)
    return { principal: devicePrincipal(device.id, device.kind) }
  }

  private forgetOnChange(): void {
    const version = this.register.version()
    if (version === this.version) return
    this.version = version
    this.verified.clear()
  }
}

const refuse = (refused: string): Answer => ({ refused, returnCode: 4 })

const addressOf = (connection: Duplex): string => ('remoteAddress' in connection ? String(connection.remoteAddress) : '')

/** The common name of a client certificate that our authority signed. */
function certificateName(connection: Duplex): string | undefined {
  if (!(connection instanceof TLSSocket) || !connection.authorized) return undefined
  const name = connection.getPeerCertificate().subject?.CN
  return Array.isArray(name) ? name[0] : name
}
