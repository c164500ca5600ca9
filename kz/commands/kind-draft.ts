import { writeFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { Words } from '../../facilities/define.ts'
import type { Kz } from '../kz.ts'
import { usageError } from '../kz-error.ts'
import { defineCommand, text, whole } from '../line/command.ts'
import { readText } from '../read-file.ts'

interface Draft {
  readonly kind: string
  readonly file: string
  readonly source: string
  readonly mapping?: unknown
  readonly questions: readonly Words[]
  readonly messages: number
}

export const kindDraft = defineCommand({
  name: 'kind draft',
  summary: {
    zh: '根据收到或抓取的报文起草类型文件，并列出待定的问题',
    en: 'Draft a kind file from messages received or captured, with the questions it leaves open',
  },
  more: {
    zh: '抓取文件可以是 JSON 行、JSON 数组，或 mosquitto_sub -v 的输出（-F "%I %t %p" 还带时间）。',
    en: 'A capture has JSON lines, a JSON array, or what mosquitto_sub -v printed (-F "%I %t %p" has the times, too).',
  },
  options: {
    device: text('ID', '用这台设备最近的报文', 'from the latest messages of this device'),
    hours: whole('N', [1, 168], '最近几小时（默认 1）', 'of so many last hours (1)'),
    file: text('CAPTURE', '用抓取文件中的报文', 'from the messages of this file'),
    kind: text('NAME', '新类型的名称', 'what the kind shall be called'),
    out: text('FILE.ts', '写入此文件（不覆盖），否则输出到终端', 'write it to this new file and not to the terminal'),
  },
  example: 'kind draft --device my-vending --hours 1 --out smart-vending.ts',
  async run({ device, hours, file, kind, out }, kz) {
    if ((device === undefined) === (file === undefined)) {
      throw usageError({ zh: '请给出 --device 或 --file，二者取一。', en: 'Give either --device or --file.' })
    }
    const body = file === undefined ? { device, hours, kind } : { capture: readText(kz.file(file)), kind }
    const draft = await kz.api.post<Draft>('/kinds/draft', body)
    if (out !== undefined) writeNew(kz.file(out), draft.source)
    if (kz.isJson) kz.out.json(draft)
    else tell(kz, draft, out)
  },
})

function writeNew(path: string, source: string): void {
  try {
    writeFileSync(path, source, { flag: 'wx', mode: 0o644 })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw code === 'EEXIST'
      ? usageError({ zh: `${path} 已存在，请换一个文件名。`, en: `${path} is there already: choose another name.` }, { cause })
      : usageError({ zh: `无法写入 ${path}（${code}）。`, en: `${path} cannot be written (${code}).` }, { cause })
  }
}

/** The source alone goes to stdout, so that it can be redirected into a file. */
function tell({ out, say }: Kz, { kind, source, mapping, questions, messages }: Draft, path: string | undefined): void {
  if (path === undefined) out.raw(source)
  out.note(
    say({
      zh: `根据 ${messages} 条报文起草了类型 ${kind}${path === undefined ? '' : `，已写入 ${path}`}。`,
      en: `The kind ${kind} is drafted from ${messages} messages${path === undefined ? '' : ` and written to ${path}`}.`,
    }),
  )
  if (questions.length > 0) out.note(say({ zh: '请确认：', en: 'Please answer:' }))
  for (const [index, question] of questions.entries()) out.note(`  ${index + 1}. ${say(question)}`)
  if (mapping !== undefined) {
    out.note(
      say({
        zh: '设备的字段名不同，还需要这个映射（mapping set）：',
        en: 'Its fields have other names, so it needs this mapping too (mapping set):',
      }),
    )
    out.note(stringify(mapping).replace(/^/gm, '  ').trimEnd())
  }
}
