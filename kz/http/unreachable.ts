import type { Words } from '../../facilities/define.ts'
import { KzError } from '../kz-error.ts'

/** The API did not answer at all. */
export class Unreachable extends KzError {
  override name = 'Unreachable'

  constructor(url: string, cause: unknown) {
    const code = codeOf(cause)
    super(
      code === 'TimeoutError'
        ? { zh: `${url} 没有在时限内应答。`, en: `${url} did not answer in time.` }
        : { zh: `无法连接 ${url}（${code}）。`, en: `${url} cannot be reached (${code}).` },
      { hint: hintOf(code), cause },
    )
  }
}

function codeOf(error: unknown): string {
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: unknown }
  if (name === 'TimeoutError') return name
  if (typeof code === 'string') return code
  return cause === undefined ? String((error as Error).message) : codeOf(cause)
}

function hintOf(code: string): Words {
  if (/CERT|SELF_SIGNED|ALTNAME/.test(code)) {
    return {
      zh: '证书不被信任：请把签发机构的证书文件设为 NODE_EXTRA_CA_CERTS',
      en: 'its certificate is not trusted: name the file of its authority in NODE_EXTRA_CA_CERTS',
    }
  }
  return {
    zh: '请先启动刻钟（npm start 或 npm run serve），或用 --url、KZ_URL 指定它的地址',
    en: 'start kezhong first (npm start, or npm run serve), or say where it is with --url or KZ_URL',
  }
}
