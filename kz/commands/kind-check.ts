import type { Words } from '../../facilities/define.ts'
import { kinds } from '../../facilities/kinds.ts'
import { readKindFile } from '../kind-file.ts'
import { KzError } from '../kz-error.ts'
import { defineCommand, positional } from '../line/command.ts'

export const kindCheck = defineCommand({
  name: 'kind check',
  summary: { zh: '检查类型文件，不需要服务在运行', en: 'Check a kind file; nothing has to be running' },
  positionals: { file: positional('FILE.ts', '类型文件', 'the kind file') },
  example: 'kind check bikeshed.ts',
  isLocal: true,
  async run({ file }, kz) {
    const { kind, faults } = readKindFile(kz.file(file))
    if (kz.isJson) {
      kz.out.json({ kind: kind.kind, faults })
      return faults.length > 0 ? 1 : 0
    }
    if (faults.length > 0) {
      throw new KzError(
        {
          zh: `类型 ${kind.kind} 有 ${faults.length} 处要改。`,
          en: `The kind ${kind.kind} has ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}.`,
        },
        { hint: { zh: '写法见 docs/add-a-facility.md', en: 'docs/add-a-facility.md shows how it is written' }, faults: faults.map(kz.say) },
      )
    }
    const [fields, events, alarms] = [kind.telemetry, kind.events, kind.alarms].map((part) => Object.keys(part).length)
    kz.out.line(
      kz.say({
        zh: `类型 ${kind.kind} 可以使用：${fields} 个字段，${events} 种事件，${alarms} 种告警。`,
        en: `The kind ${kind.kind} can be used; fields: ${fields}, events: ${events}, alarms: ${alarms}.`,
      }),
    )
    if (kinds.some((each) => each.kind === kind.kind && each !== kind)) kz.out.note(kz.say(builtIn(kind.kind)))
    return 0
  },
})

const builtIn = (kind: string): Words => ({
  zh: `注意：${kind} 是内置类型，放进 KZ_KINDS 的同名文件不会被载入；试运行（kind try）可以。`,
  en: `Note: ${kind} is built in, so a file with that name is not loaded from KZ_KINDS; it can be tried with kind try.`,
})
