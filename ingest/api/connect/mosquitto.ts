import type { Command } from './command.ts'

/** Within single quotes a POSIX shell takes everything as it is; only the quote itself has to step outside. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

export const mosquittoPub: Command = {
  id: 'mosquitto_pub',
  label: { zh: '命令行 mosquitto_pub（Linux、macOS）', en: 'Command line, mosquitto_pub (Linux, macOS)' },
  language: 'bash',
  text: ({ host, port, username, password, topic, payload }) => `mosquitto_pub -h ${quoted(host)} -p ${port} -q 1 \\
  -u ${quoted(username)} -P ${quoted(password)} \\
  -t ${quoted(topic)} \\
  -m ${quoted(payload)}
`,
}
