// A credential that has just been made, and what to type to try it.
import type { Words } from '../facilities/define.ts'
import type { Kz } from './kz.ts'
import { text } from './line/command.ts'
import { meant } from './line/meant.ts'
import { pairs } from './terminal/table.ts'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** How the device reaches the broker, as the API answers beside new credentials. */
export interface Connect {
  readonly host: string
  readonly port: number
  readonly topic: string
  readonly payload: string
  readonly commands: readonly {
    readonly id: string
    readonly label: Words
    readonly language: string
    readonly text: string
  }[]
}

export interface Enrolled {
  readonly credentials: Credentials
  readonly connect?: Connect
}

export const forOption = text(
  'NAME',
  '只输出这一种测试命令：mosquitto_pub、python、arduino、esp32、node',
  'print nothing but this test command: mosquitto_pub, python, arduino, esp32, node',
)

const first = 'mosquitto_pub'

/** The credential, the first command in full and the names of the others; `only`: nothing but that command. */
export function tellCredentials(kz: Kz, { credentials, connect }: Enrolled, only?: string): void {
  if (connect?.commands.some(({ id }) => id === only)) return tellConnect(kz, connect, only)
  pairs(kz.out, [
    [kz.say({ zh: '用户名', en: 'user name' }), credentials.username],
    [kz.say({ zh: '密码', en: 'password' }), credentials.password],
  ])
  kz.out.line(kz.say({ zh: '密码只显示这一次，请妥善保存。', en: 'The password is shown this once only: keep it safe.' }))
  if (connect) tellConnect(kz, connect, only)
}

/** A name in `only` that is no command is told, and everything is shown: what goes with it may be had this once only. */
export function tellConnect(kz: Kz, { host, port, topic, commands }: Connect, only?: string): void {
  const { out, say } = kz
  const asked = commands.find(({ id }) => id === only)
  if (asked) return out.line(asked.text.trimEnd())
  if (only !== undefined) out.note(say(unknownCommand(only, commands)))
  pairs(out, [
    [say({ zh: '地址', en: 'address' }), `${host}:${port}`],
    [say({ zh: '主题', en: 'topic' }), topic],
  ])
  const shown = commands.find(({ id }) => id === first) ?? commands[0]
  if (!shown) return
  out.line(`\n${say({ zh: `试一试，${shown.label.zh}：`, en: `Try it, ${shown.label.en}:` })}\n`)
  out.line(shown.text.trimEnd())
  const others = commands.flatMap(({ id }) => (id === shown.id ? [] : [id])).join(', ')
  if (others !== '') out.line(`\n${say({ zh: `其他写法用 --for：${others}`, en: `Others with --for: ${others}` })}`)
}

function unknownCommand(id: string, commands: Connect['commands']): Words {
  const ids = commands.map((command) => command.id)
  const guess = meant(id, ids)
  return {
    zh: `--for 没有 ${id}，可用：${ids.join('、')}。${guess ? `您是不是要写 ${guess}？` : ''}`,
    en: `--for knows no ${id}, only ${ids.join(', ')}.${guess ? ` Did you mean ${guess}?` : ''}`,
  }
}
