import type { Credentials } from '../connect.ts'
import { credentialLines, keepCredentials, type SecretFile, secretFile } from '../credentials-file.ts'
import type { Kz } from '../kz.ts'
import { defineCommand, flag, positional, text } from '../line/command.ts'
import { readBytes } from '../read-file.ts'

interface Imported {
  readonly added: number
  readonly changed: number
  readonly credentials: readonly Credentials[]
}

export const deviceImport = defineCommand({
  name: 'device import',
  summary: { zh: '从 CSV 导入设备，要么全部成功，要么一行不导', en: 'Import devices from CSV, all of them or none' },
  more: {
    zh: '首行为列名：id,kind,facility，可选 model,vendor,adapter,password,commissioned,every,limits；UTF-8 编码。',
    en: 'The first row has the names of the columns: id,kind,facility and, where wanted, model,vendor,adapter,password,commissioned,every,limits; in UTF-8.',
  },
  positionals: { file: positional('FILE.csv', 'CSV 文件', 'the CSV file') },
  options: {
    overwrite: flag('已有的编号按文件修改（否则拒绝整个文件）', 'change devices that are there already, which otherwise refuse the file'),
    credentialsOut: text(
      'FILE',
      '把新凭证写入此文件（新建，权限 0600）',
      'write the new credentials to this new file (mode 0600) and not to the terminal',
    ),
  },
  example: 'device import devices.csv --credentials-out credentials.csv',
  async run({ file, overwrite, credentialsOut }, kz) {
    const bytes = readBytes(kz.file(file))
    // Opened before anything is changed: afterwards there would be passwords and nowhere to put them.
    const out = credentialsOut === undefined ? undefined : secretFile(kz.file(credentialsOut))
    let answer: Imported
    try {
      answer = await kz.api.upload<Imported>('/devices/import', overwrite ? { overwrite } : {}, bytes, 'text/csv')
    } catch (error) {
      out?.discard()
      throw error
    }
    tell(kz, answer, out, credentialsOut)
  },
})

function tell(kz: Kz, answer: Imported, out: SecretFile | undefined, path: string | undefined): void {
  const { added, changed, credentials } = answer
  const kept = out !== undefined && keepCredentials(kz, out, credentials)
  if (kz.isJson) return kz.out.json(kept ? { ...answer, credentials: [] } : answer)
  kz.out.line(kz.say({ zh: `新增 ${added} 台，修改 ${changed} 台。`, en: `${added} added, ${changed} changed.` }))
  if (credentials.length === 0) return
  if (kept)
    return kz.out.line(kz.say({ zh: `凭证已写入 ${path}（仅本人可读）。`, en: `The credentials are in ${path}, which only you can read.` }))
  kz.out.line(kz.say({ zh: '凭证只显示这一次：', en: 'The credentials, shown this once only:' }))
  for (const line of credentialLines(credentials)) kz.out.line(line)
}
