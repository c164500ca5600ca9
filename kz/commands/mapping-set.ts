import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'
import { readMappingFile } from '../mapping-file.ts'
import { checkedScope, type SavedMapping, scopeOptions, scopeText } from '../saved-mapping.ts'

export const mappingSet = defineCommand({
  name: 'mapping set',
  summary: {
    zh: '从 YAML 或 JSON 文件保存映射，下一条报文起生效',
    en: 'Save a mapping from a YAML or JSON file; it holds from the next message on',
  },
  more: {
    zh: '用于谁可写在文件里（device，或 kind 与 model），也可用选项给出。',
    en: 'Whom it is for stands in the file (device, or kind and model) or is given here.',
  },
  positionals: { file: positional('FILE', 'YAML 或 JSON 文件', 'the YAML or JSON file') },
  options: scopeOptions,
  example: 'mapping set ice-9.yaml --kind freezer --model ICE-9',
  async run({ file, ...asked }, kz) {
    const { device, kind, model, ...rules } = readMappingFile(kz.file(file))
    const isAsked = Object.values(asked).some((value) => value !== undefined)
    // What is typed is for this time; the file may be shared by several models.
    const scope = checkedScope(isAsked ? asked : ({ device, kind, model } as typeof asked))
    const saved = await kz.api.put<SavedMapping>('/mappings', { ...scope, ...rules })
    show(kz, saved, ({ version }) =>
      kz.out.line(
        kz.say({
          zh: `已保存 ${scopeText(scope)} 的映射（第 ${version} 版），下一条报文起生效。`,
          en: `The mapping for ${scopeText(scope)} is saved (version ${version}) and holds from the next message on.`,
        }),
      ),
    )
  },
})
