// Where the API is and who asks: what was typed, what the environment says, or what lies in the data folder of this machine.
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { hostInUrl, readAddress } from '../../settings/address-file.ts'
import type { KzSettings } from '../../settings/processes.ts'
import { KzError, usageError } from '../kz-error.ts'

export type Credential = { readonly token: string; readonly from: string } | { readonly password: string; readonly from: string }

export interface Connection {
  /** Without /api/v1 and without a slash at its end. */
  readonly url: string
  readonly credential: Credential | undefined
}

interface Given {
  readonly url?: string | undefined
  /** A path that can be read from here. */
  readonly tokenFile?: string | undefined
}

export async function connectionFor(given: Given, settings: KzSettings): Promise<Connection> {
  const url = given.url === undefined ? (settings.KZ_URL ?? (await addressHere(settings))) : checked(given.url)
  return { url: url.replace(/\/(api\/v1\/?)?$/, ''), credential: credentialFor(url, given, settings) }
}

function checked(url: string): string {
  const parsed = URL.parse(url)
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '') return url
  throw usageError({
    zh: `--url 不能是 ${hidden(url)}，应为 http:// 或 https:// 开头、不含用户名密码的地址。`,
    en: `--url cannot be ${hidden(url)}: it is an address with http:// or https:// and without user or password in it.`,
  })
}

const hidden = (url: string): string => url.replace(/\/\/[^/@]*@/, '//***@')

/** The port that ingest chose, where it was free to choose. */
async function addressHere({ KZ_DATA, KZ_BIND, KZ_HTTP_PORT }: KzSettings): Promise<string> {
  const { http = KZ_HTTP_PORT } = (await readAddress(KZ_DATA, 'ingest')) ?? {}
  const host = ['0.0.0.0', '::'].includes(KZ_BIND) ? '127.0.0.1' : KZ_BIND
  return `http://${hostInUrl(host)}:${http}`
}

function credentialFor(url: string, { tokenFile }: Given, settings: KzSettings): Credential | undefined {
  if (tokenFile !== undefined) return { token: tokenIn(tokenFile), from: tokenFile }
  if (settings.KZ_TOKEN !== undefined) return { token: settings.KZ_TOKEN, from: 'KZ_TOKEN' }
  // The administrator's password never leaves the machine it belongs to.
  if (!isThisMachine(new URL(url).hostname, settings)) return undefined
  if (settings.KZ_ADMIN_PASSWORD !== undefined) return { password: settings.KZ_ADMIN_PASSWORD, from: 'KZ_ADMIN_PASSWORD' }
  const file = join(settings.KZ_DATA, 'admin-password')
  const password = read(file)
  return password === undefined ? undefined : { password, from: file }
}

function tokenIn(file: string): string {
  const token = read(file)
  if (token) return token
  throw new KzError({ zh: `${file} 中没有令牌。`, en: `There is no token in ${file}.` }, { hint: tokenHint })
}

export const tokenHint = {
  zh: '令牌由管理员用 token make NAME --role engineer 签发，放入 KZ_TOKEN 或 --token-file FILE',
  en: 'an administrator makes one with: token make NAME --role engineer; put it into KZ_TOKEN or a file for --token-file',
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new KzError(
      { zh: `无法读取 ${file}（${code}）。`, en: `${file} cannot be read (${code}).` },
      {
        hint: { zh: `请以运行刻钟的用户执行；或者${tokenHint.zh}`, en: `run this as the user kezhong runs as; or ${tokenHint.en}` },
        cause,
      },
    )
  }
}

function isThisMachine(hostname: string, { KZ_BIND }: KzSettings): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.')) || host === KZ_BIND) return true
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host))
}
