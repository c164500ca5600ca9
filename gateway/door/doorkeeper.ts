import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import type { Accounts } from '../../register/accounts.ts'
import { type AdapterName, isAdapterName } from '../../register/adapters.ts'
import { readClaimCode } from '../../register/claim-code.ts'
import type { Register } from '../../register/register.ts'
import { noteTaken } from '../../register/waiting.ts'
import { adapterPrefix, devicePrincipal, type Principal } from '../access.ts'
import { Bindings } from '../bindings.ts'
import { type Denial, denials } from '../denials.ts'
import { type Handover, knockAt } from '../waiting/waiting-door.ts'
import { GuessLimit } from './guess-limit.ts'
import { shownName } from './knocks.ts'
import { type Refusal, refusals } from './refusals.ts'

export type Answer =
  | { readonly principal: Principal; readonly handover?: Handover }
  /** `name`: who it was, where the user name does not say. */
  | { readonly refused: Refusal; readonly returnCode: 3 | 4; readonly name?: string }

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
  private readonly bindings: Bindings
  private readonly guesses = new GuessLimit(wrongAMinute)
  private version = 0
  private followed = 0

  constructor(register: Register, accounts: Accounts) {
    this.register = register
    this.accounts = accounts
    this.bindings = new Bindings(register)
  }

  /** The id Aedes keeps a session under: one per device; observers and adapters may connect as often as they like. */
  sessionOf({ role, name }: Principal, clientId: string): string {
    return role === 'device' || role === 'claimant' ? name : `${name}/${clientId}`
  }

  async authenticate(user: string | undefined, password: Buffer | undefined, connection: Duplex, address: string): Promise<Answer> {
    const certified = certificateName(connection)
    if (certified && (user === undefined || user === certified)) return this.certifiedDevice(certified)
    if (!user) return refuse(untrusted(connection) ?? refusals.noUserName())
    if (!password?.length) return refuse(refusals.noPassword())
    // Not by the name alone, or anybody could lock others out; not by the address alone, for a whole site may stand behind one.
    const guess = `${address} ${user}`
    if (this.guesses.isReached(guess, Date.now())) return refuse(refusals.tooManyGuesses())
    this.forgetOnChange()
    const digest = createHmac('sha256', this.key).update(password).digest()
    const known = this.verified.get(user)
    if (known && timingSafeEqual(known.digest, digest)) return { principal: known.principal }
    const text = password.toString('utf8')
    const code = readClaimCode(text)
    const knocked = code === undefined ? undefined : knockAt(this.register, code, user, address)
    const answer = knocked ?? (await this.verify(user, text))
    if ('refused' in answer) {
      this.guesses.wrong(guess, Date.now())
      await sleep(refusalMs)
      return code !== undefined && answer.refused.code === 'unknown-device' ? refuse(refusals.claimUnknown()) : answer
    }
    // What comes by a code is looked at again each time.
    if (!knocked) this.verified.set(user, { digest, principal: answer.principal })
    return answer
  }

  /** Why a connection has to end that was let in before; asked after each change of the register. */
  reasonToLeave(principal: Principal): Denial | undefined {
    if (principal.role === 'adapter') return this.isAdapterOutdated(principal) ? denials.credentialChanged() : undefined
    if (principal.role !== 'device') return undefined
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
      return account ? { principal: { role: 'observer', name: adminName } } : refuse(refusals.wrongAdminPassword())
    }
    if (isAdapterName(user)) return this.verifyAdapter(user, password)
    const outcome = await this.register.verifyCredential(user, password)
    if (outcome === 'retired') return refuse(refusals.retired(user))
    const device = outcome === 'ok' ? this.register.device(user) : undefined
    if (!device) return refuse(outcome === 'unknown' ? refusals.unknownDevice(shownName(user)) : refusals.wrongPassword(user))
    noteTaken(this.register, user)
    return { principal: devicePrincipal(device.id, device.kind, this.register.credentialIssuedAt(device.id)) }
  }

  private async verifyAdapter(name: AdapterName, secret: string): Promise<Answer> {
    if (!(await this.register.verifyAdapter(name, secret))) return refuse(refusals.wrongAdapterSecret(name))
    const credential = this.register.adapterIssuedAt(name)
    const speaksFor = (device: string): boolean => this.bindings.adapterOf(device) === name
    return {
      principal: { role: 'adapter', name, prefix: adapterPrefix(name), speaksFor, ...(credential === undefined ? {} : { credential }) },
    }
  }

  private isAdapterOutdated({ name, credential }: { readonly name: string; readonly credential?: number }): boolean {
    return isAdapterName(name) && this.register.adapterIssuedAt(name) !== credential
  }

  private certifiedDevice(name: string): Answer {
    const device = this.register.device(name)
    if (!device || device.retiredAt !== undefined) return { ...refuse(refusals.certificateUnknown(shownName(name))), name }
    return { principal: devicePrincipal(device.id, device.kind) }
  }

  private forgetOnChange(): void {
    const version = this.register.version()
    if (version === this.version) return
    this.version = version
    this.verified.clear()
  }
}

const refuse = (refused: Refusal) => ({ refused, returnCode: 4 }) as const

/** A certificate came, and is not one of ours or not valid: whoever shows one does not mean to give a user name. */
function untrusted(connection: Duplex): Refusal | undefined {
  if (!(connection instanceof TLSSocket) || connection.authorized) return undefined
  if (Object.keys(connection.getPeerCertificate()).length === 0) return undefined
  return refusals.certificateUntrusted(String(connection.authorizationError))
}

/** The common name of a client certificate that our authority signed. */
function certificateName(connection: Duplex): string | undefined {
  if (!(connection instanceof TLSSocket) || !connection.authorized) return undefined
  const name = connection.getPeerCertificate().subject?.CN
  return Array.isArray(name) ? name[0] : name
}
