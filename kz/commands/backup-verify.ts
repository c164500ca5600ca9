import { verifyBackup } from '../../backup/verify-backup.ts'
import { asKzError } from '../backup-faults.ts'
import { defineCommand, positional } from '../line/command.ts'

export const backupVerify = defineCommand({
  name: 'backup verify',
  summary: {
    zh: '校验备份：逐字节读出，与清单中的摘要比对',
    en: 'Check a backup: read every byte and compare it with the digests of its list',
  },
  positionals: { folder: positional('DIR', '备份文件夹', 'the folder of the backup') },
  example: 'backup verify /backup/2026-11-24',
  isLocal: true,
  async run({ folder }, kz) {
    const bar = kz.progress({ zh: '校验（字节）', en: 'check (bytes)' })
    const { manifest, faults } = await asKzError(verifyBackup(kz.file(folder), bar.now)).finally(bar.stop)
    const count = Object.keys(manifest.files).length
    if (kz.isJson) kz.out.json({ ok: faults.length === 0, begun: manifest.begun, version: manifest.version, files: count, faults })
    else if (faults.length === 0) {
      kz.out.line(
        kz.say({
          zh: `备份完好：${count} 个文件，始于 ${manifest.begun}。`,
          en: `The backup is whole: ${count} files, begun ${manifest.begun}.`,
        }),
      )
    } else for (const fault of faults) kz.out.line(kz.say(fault))
    return faults.length === 0 ? 0 : 1
  },
})
