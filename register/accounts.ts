import { randomBytes } from 'node:crypto'
import { openRegisterDatabase, type RegisterDatabase } from './database.ts'
import { RegisterFault } from './fault.ts'
import { invalid } from './faults.ts'
import { hashPassword, humanCost, passwordMatches } from './passwords.ts'
import * as tokens from './tokens.ts'

export type Role = 'admin' | 'engineer' | 'operator' | 'reviewer'

export interface Account {
  readonly user: string
  readonly role: Role
}

export interface Session extends Account {
  readonly expires: number
}

/** The cookie a session comes with; it is sent to every port of the host. */
export const sessionCookieName = 'kz_session'

const adminName = 'admin'

/** The people and programs that sign in. Passwords, session and API tokens are kept as hashes only. */
export class Accounts {
  private readonly path: string
  private readonly now: () => number
  private open: RegisterDatabase | undefined

  constructor(path: string, { now = Date.now }: { readonly now?: () => number } = {}) {
    this.path = path
    this.now = now
  }

  start(): void {
    this.open = openRegisterDatabase(this.path)
  }

  stop(): void {
    this.open?.close()
    this.open = undefined
  }

  /**
   * Makes the user admin when there is none, and gives the password when it had to be made. A password given becomes the one that holds.
   * `keep` is called with a made password before the user is: whoever dies in between is not locked out.
   */
  async ensureAdmin(given?: string, keep: (password: string) => void = () => {}): Promise<{ password?: string }> {
    const hash = this.hashOf(adminName)
    if (given === undefined && hash !== undefined) return {}
    if (given === '') throw new RegisterFault(invalid('password', { zh: '密码不能为空。', en: 'The password must not be empty.' }))
    if (given !== undefined) {
      if (!hash || !(await passwordMatches(given, hash, humanCost))) await this.setPassword(adminName, 'admin', given)
      return {}
    }
    const password = randomBytes(18).toString('base64url')
    keep(password)
    await this.setPassword(adminName, 'admin', password)
    return { password }
  }

  /** Undefined for a wrong password and for an unknown user, after the same time. How often one may try is limited by the caller. */
  async verify(user: string, password: string): Promise<Account | undefined> {
    const matches = await passwordMatches(password, this.hashOf(user), humanCost)
    return matches ? this.account(user) : undefined
  }

  /** Gives the token for the cookie. */
  createSession(user: string, ttlMs: number): string {
    return tokens.createSession(this.database, user, this.now() + ttlMs, this.now())
  }

  session(token: string): Session | undefined {
    return tokens.findSession(this.database, token, this.now())
  }

  endSession(token: string): void {
    tokens.endSession(this.database, token)
  }

  /** The token is shown once. Without `ttlMs` it holds until it is revoked. */
  createToken(token: tokens.NewToken): { id: string; token: string } {
    return tokens.createToken(this.database, token, this.now())
  }

  /** The revoked and expired ones too, the newest last. */
  tokens(): tokens.Token[] {
    return tokens.allTokens(this.database)
  }

  /** False: there is no such token. */
  revokeToken(id: string): boolean {
    return tokens.revokeToken(this.database, id, this.now())
  }

  token(secret: string): Pick<tokens.Token, 'id' | 'name' | 'role' | 'unit' | 'town'> | undefined {
    return tokens.findToken(this.database, secret, this.now())
  }

  private get database(): RegisterDatabase {
    if (!this.open) throw new Error('the accounts are not started')
    return this.open
  }

  private hashOf(user: string): string | undefined {
    return this.database.get<{ hash: string }>('SELECT hash FROM account WHERE name = ?', user)?.hash
  }

  private account(user: string): Account | undefined {
    return this.database.get<Account & { user: string }>('SELECT name AS user, role FROM account WHERE name = ?', user)
  }

  /** Ends the sessions that were begun with the old one. */
  private async setPassword(user: string, role: Role, password: string): Promise<void> {
    const hash = await hashPassword(password, humanCost)
    const upsert =
      'INSERT INTO account VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at'
    this.database.change(() => {
      this.database.run(upsert, user, role, hash, this.now())
      this.database.run('DELETE FROM session WHERE account = ?', user)
    })
  }
}
