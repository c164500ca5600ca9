import type { IncomingMessage } from 'node:http'
import type { Words } from '../../facilities/define.ts'
import { type Accounts, type Role, sessionCookieName } from '../../register/accounts.ts'
import { SignInLimit } from '../../register/sign-in-limit.ts'

interface Who {
  readonly user: string
  readonly role: Role
}

export interface Refusal {
  readonly status: 401 | 403 | 429
  readonly code: string
  readonly message: Words
}

/** Whoever may change flows may do all that this process may. */
const editors: readonly Role[] = ['admin', 'engineer']
const sessionMs = 12 * 3_600_000
/** The user name that goes with an API token as the password. */
const tokenUser = 'token'

/** Who may use the editor: the accounts of the API, and API tokens, of admins and engineers. */
export class SignIn {
  private readonly accounts: Accounts
  private readonly limit = new SignInLimit(Date.now)

  constructor(accounts: Accounts) {
    this.accounts = accounts
  }

  /** Gives what the editor sends as Bearer from then on: a session of ours, or the API token itself. */
  async signIn(address: string, user: string, password: string): Promise<{ token: string; seconds: number } | Refusal> {
    const seconds = this.limit.attempt(address, user)
    if (seconds > 0) return refusals.tooMany(seconds)
    const found = user === tokenUser ? this.token(password) : await this.account(user, password)
    if (!found) return refusals.wrong()
    if (!editors.includes(found.role)) return refusals.role(found.role)
    this.limit.succeeded(address, user)
    const token = user === tokenUser ? password : this.accounts.createSession(user, sessionMs)
    return { token, seconds: sessionMs / 1_000 }
  }

  signOut(token: string): void {
    this.accounts.endSession(token)
  }

  /** Undefined when nobody is known by it; a refusal when somebody is who may not. */
  bearer(secret: string): Who | Refusal | undefined {
    const found = this.token(secret) ?? this.accounts.session(secret)
    if (!found) return undefined
    return editors.includes(found.role) ? { user: found.user, role: found.role } : refusals.role(found.role)
  }

  /** The session of the API, which the browser sends to every port of the host; only that of an editor. */
  cookie(request: IncomingMessage): string | undefined {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/)
    const secret = cookies.find((each) => each.startsWith(`${sessionCookieName}=`))?.slice(sessionCookieName.length + 1)
    const found = secret ? this.bearer(secret) : undefined
    return found && 'role' in found ? secret : undefined
  }

  private token(secret: string): Who | undefined {
    const found = this.accounts.token(secret)
    return found && { user: found.name, role: found.role }
  }

  private async account(user: string, password: string): Promise<Who | undefined> {
    return this.accounts.verify(user, password)
  }
}

const refusals = {
  wrong: (): Refusal => ({
    status: 401,
    code: 'wrong-credentials',
    message: {
      zh: '用户名或密码不对。请用管理员帐户登录，或用户名填 token、密码填工程师的 API 令牌。',
      en: 'User name or password is wrong. Sign in as the administrator, or as user token with an API token of an engineer as the password.',
    },
  }),
  role: (role: Role): Refusal => ({
    status: 403,
    code: 'not-allowed',
    message: {
      zh: `角色 ${role} 不能使用流程编辑器，需要 engineer 或 admin。请用工程师的令牌登录。`,
      en: `The role ${role} may not use the flow editor; engineer or admin may. Sign in with the token of an engineer.`,
    },
  }),
  tooMany: (seconds: number): Refusal => ({
    status: 429,
    code: 'too-many-attempts',
    message: { zh: `登录尝试过多，请在 ${seconds} 秒后再试。`, en: `Too many attempts to sign in; try again in ${seconds} s.` },
  }),
}

/** What a request carries as `Authorization`: the secret, whether as Bearer or as the password of Basic. */
export function secretOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const [, scheme = '', value = ''] = /^(Bearer|Basic) +([\w.~+/=-]{1,1024})$/i.exec(headers.authorization ?? '') ?? []
  if (scheme.toLowerCase() !== 'basic') return value || undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1) || undefined
}
