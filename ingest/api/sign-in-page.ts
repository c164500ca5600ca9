// Until a person is signed in, the pages a browser shows are this one.
import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Language } from './language.ts'

const words = {
  zh: { title: '登录 · 刻钟', user: '用户名', password: '密码', submit: '登录' },
  en: { title: 'Sign in · kezhong', user: 'User', password: 'Password', submit: 'Sign in' },
} as const

const script = `document.forms[0].addEventListener('submit', async (event) => {
  event.preventDefault()
  const [user, password] = ['user', 'password'].map((name) => event.target.elements[name].value)
  const headers = { 'content-type': 'application/json', 'accept-language': document.documentElement.lang }
  const answer = await fetch('/api/v1/session', { method: 'POST', headers, body: JSON.stringify({ user, password }) })
  if (answer.ok) return location.reload()
  const { message, hint = '' } = await answer.json()
  document.querySelector('output').textContent = message + ' ' + hint
})`

const style = `body { font: 16px system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh }
form { display: grid; gap: 12px; width: 280px } input, button { font: inherit; padding: 8px; width: 100%; box-sizing: border-box } output { color: #b00 }`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`

export function sendSignInPage(reply: FastifyReply, language: Language): FastifyReply {
  const { title, user, password, submit } = words[language]
  return reply
    .code(401)
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title><style>${style}</style>
<form method="post"><label>${user}<input name="user" autocomplete="username" autofocus required></label>
<label>${password}<input name="password" type="password" autocomplete="current-password" required></label>
<button>${submit}</button><output></output></form><script>${script}</script>`)
}
