import type { Words } from '../facilities/define.ts'
import type { Command, Option } from '../kz/line/command.ts'
import { globalOptions } from '../kz/line/global-options.ts'
import { writtenOut } from '../kz/line/help.ts'
import { groups, registry } from '../kz/registry.ts'
import type { Language } from '../kz/terminal/language.ts'

const prompt = 'npm run kz --'

const told = {
  title: { zh: '管理命令行', en: 'The command line' },
  other: { zh: '[English](kz.md)', en: '[中文](kz.zh-CN.md)' },
  head: {
    zh: `由 \`npm run docs\` 从 \`kz/\` 中的命令定义生成，请勿手工修改。

\`npm run kz -- …\` 通过 HTTP 接口管理刻钟。每条命令都有 \`--help\`；输入有误时给出一句说明并以非零退出（2：命令写错，1：执行失败）；
超过两秒的操作显示进度。结果写到标准输出，进度与提示写到标准错误；脚本里请用 \`npm run -s kz -- … --json\`（\`-s\` 不打印 npm 自己的行）。

**连接。** 地址依次取自 \`--url\`、\`KZ_URL\`、\`KZ_DATA/ingest.json\` 中的端口、\`KZ_HTTP_PORT\`。身份依次取自 \`--token-file\`、\`KZ_TOKEN\`；
都没有而又在本机运行时，以 admin 登录，密码取自 \`KZ_ADMIN_PASSWORD\` 或 \`KZ_DATA/admin-password\`，会话只保存在内存里。管理员密码绝不发往其他机器：
远程使用请先在服务器上执行 \`token make\`。`,
    en: `Generated from the definitions of the commands in \`kz/\` by \`npm run docs\`; do not edit.

\`npm run kz -- …\` looks after kezhong over its HTTP API. Every command has \`--help\`, answers bad input with one sentence and ends non-zero then
(2: it was typed wrongly, 1: it failed), and shows progress when it takes longer than two seconds. Results go to standard output, progress and hints to
standard error; scripts use \`npm run -s kz -- … --json\` (\`-s\` keeps npm's own lines away).

**Connection.** The address is that of \`--url\`, \`KZ_URL\`, the port in \`KZ_DATA/ingest.json\`, or \`KZ_HTTP_PORT\`, whichever is there first. Who asks
is said by \`--token-file\` or \`KZ_TOKEN\`; without them, on the machine itself, it signs in as admin with \`KZ_ADMIN_PASSWORD\` or
\`KZ_DATA/admin-password\` and keeps the session in memory only. That password is never sent to another machine: from afar use a token (\`token make\`).`,
  },
  everywhere: { zh: '各命令通用的选项', en: 'Options of every command' },
  option: { zh: '选项', en: 'option' },
  meaning: { zh: '说明', en: 'what it is' },
  others: { zh: '其他', en: 'Others' },
} as const satisfies Record<string, Words>

/** docs/kz.md and docs/kz.zh-CN.md: every command with its options and an example. */
export function kzDocument(language: Language): string {
  const isGrouped = ({ name }: Command) => name.includes(' ') || Object.hasOwn(groups, name)
  const sections = Object.entries(groups).map(([group, summary]) => {
    const commands = registry.filter(({ name }) => name === group || name.startsWith(`${group} `))
    return `## ${group}\n\n${summary[language]}\n\n${commands.map((command) => section(command, language)).join('\n')}`
  })
  const others = registry.filter((command) => !isGrouped(command)).map((command) => section(command, language))
  return [
    `# ${told.title[language]} · kz\n\n${told.other[language]}\n\n${told.head[language]}\n`,
    `## ${told.everywhere[language]}\n\n${table(globalOptions, language)}`,
    ...sections,
    `## ${told.others[language]}\n\n${others.join('\n')}`,
  ].join('\n')
}

function section(command: Command, language: Language): string {
  const { name, summary, more, positionals, options, example } = command
  const rows = [
    ...Object.values(positionals).map(({ shown, summary }) => `| \`${shown}\` | ${summary[language]} |`),
    ...optionRows(options, language),
  ]
  return [
    `### ${name}\n`,
    `${summary[language]}${/[。.]$/.test(summary[language]) ? '' : language === 'zh' ? '。' : '.'}${more ? `\n${more[language]}` : ''}\n`,
    ...(rows.length > 0 ? [`${tableHead(language)}\n${rows.join('\n')}\n`] : []),
    `\`\`\`sh\n${prompt} ${example}\n\`\`\`\n`,
  ].join('\n')
}

const tableHead = (language: Language): string => `| ${told.option[language]} | ${told.meaning[language]} |\n|---|---|`

const table = (options: Readonly<Record<string, Option>>, language: Language): string =>
  `${tableHead(language)}\n${optionRows(options, language).join('\n')}\n`

const optionRows = (options: Readonly<Record<string, Option>>, language: Language): string[] =>
  Object.entries(options).map(([name, option]) => {
    const isNeeded = option.needed ? (language === 'zh' ? '（必填）' : ' (needed)') : ''
    return `| \`${writtenOut(name, option).replaceAll('|', '\\|')}\` | ${option.summary[language]}${isNeeded} |`
  })
