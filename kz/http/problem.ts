// What the API says when it says no, as a sentence with what to do.
import type { Words } from '../../facilities/define.ts'
import { KzError } from '../kz-error.ts'
import { printable } from '../terminal/printable.ts'
import { type Connection, tokenHint } from './connection.ts'

interface ProblemDocument {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly faults?: readonly { readonly path: string; readonly message: string; readonly expected?: string; readonly found?: string }[]
}

/** The status tells a caller whether it is worth trying again. */
export class ProblemAnswer extends KzError {
  override name = 'ProblemAnswer'
  readonly status: number
  readonly code: string

  constructor(status: number, { code, message, hint, faults = [] }: ProblemDocument, cure: Words | undefined) {
    // The API answers in the language asked for.
    const own = hint === undefined ? undefined : { zh: hint, en: hint }
    super({ zh: message, en: message }, { hint: cure ?? own, faults: faults.map(faultLine).filter((line) => line !== message) })
    this.status = status
    this.code = code
  }
}

/** A lone fault often says what the message says: then only where it is. */
function faultLine({ path, message, expected, found }: NonNullable<ProblemDocument['faults']>[number]): string {
  const more = [expected === undefined ? '' : `→ ${expected}`, found === undefined ? '' : `✗ ${found}`].filter(Boolean).join(', ')
  return printable(`${path === '' ? '' : `${path}: `}${message}${more === '' ? '' : ` (${more})`}`)
}

/** Whatever came instead of the answer hoped for. */
export async function problemOf(response: Response, connection: Connection): Promise<KzError> {
  const isProblem = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '')
  const document = isProblem ? ((await response.json().catch(() => undefined)) as ProblemDocument | undefined) : undefined
  if (typeof document?.message === 'string')
    return new ProblemAnswer(response.status, document, cureOf(response.status, document, connection))
  if (!response.bodyUsed) await response.body?.cancel()
  const moved = response.headers.get('location')
  return new KzError(
    {
      zh: `${connection.url} 的应答不像刻钟的接口（HTTP ${response.status}）。`,
      en: `What answers at ${connection.url} does not look like the API of kezhong (HTTP ${response.status}).`,
    },
    { hint: moved ? { zh: `它指向 ${moved}，请改用该地址`, en: `it points to ${moved}: use that address` } : addressHint },
  )
}

const addressHint = {
  zh: '请检查 --url 或 KZ_URL；前面若有反向代理，也请检查它',
  en: 'check --url or KZ_URL, and the reverse proxy where there is one',
}

function cureOf(status: number, { code }: ProblemDocument, { credential }: Connection): Words | undefined {
  if (code === 'route-not-found' || code === 'method-not-allowed') {
    return { zh: '服务端版本比本命令旧，请升级', en: 'what runs there is older than this command: bring it up to date' }
  }
  if (status === 403) return { zh: `请换用角色足够的令牌：${tokenHint.zh}`, en: `use a token whose role may do it: ${tokenHint.en}` }
  if (status !== 401) return undefined
  if (!credential) return tokenHint
  return {
    zh: `${credential.from} 中的${'token' in credential ? '令牌' : '密码'}不被接受（过期、已吊销或属于另一套系统）；${tokenHint.zh}`,
    en: `what ${credential.from} holds is not accepted (expired, revoked, or of another site); ${tokenHint.en}`,
  }
}
