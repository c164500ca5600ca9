import { type Restored, restoreBackup } from '../../backup/restore-backup.ts'
import { damagedAtTheTime } from '../../backup/verify-backup.ts'
import { asKzError } from '../backup-faults.ts'
import type { Kz } from '../kz.ts'
import { defineCommand, flag, positional, text } from '../line/command.ts'

export const restore = defineCommand({
  name: 'restore',
  summary: {
    zh: '把备份恢复为数据文件夹（KZ_DATA）；先停止服务',
    en: 'Make a backup the data folder (KZ_DATA) again; stop the services first',
  },
  more: {
    zh: '逐个文件核对摘要，全部正确后才动数据文件夹。备份开始之后确认的报文不在其中。',
    en: 'Every file is held against its digest, and the data folder is touched only when all are right. What was acknowledged after the backup had begun may not be in it.',
  },
  positionals: { folder: positional('DIR', '备份文件夹', 'the folder of the backup') },
  options: {
    to: text('FOLDER', '恢复到此文件夹（默认 KZ_DATA）', 'restore into this folder (KZ_DATA)'),
    replace: flag('文件夹不为空时，把现有内容移到一旁再恢复', 'move aside what is in the folder, deleting nothing'),
  },
  example: 'restore /backup/2026-11-24 --to ./data',
  isLocal: true,
  async run({ folder, to, replace }, kz) {
    const target = to === undefined ? kz.settings.KZ_DATA : kz.file(to)
    const bar = kz.progress({ zh: '恢复（字节）', en: 'restore (bytes)' })
    const restored = await asKzError(restoreBackup({ from: kz.file(folder), to: target, replace, onProgress: bar.now })).finally(bar.stop)
    if (kz.isJson) kz.out.json({ to: target, aside: restored.aside, begun: restored.manifest.begun })
    else tell(kz, target, restored)
  },
})

function tell({ out, say }: Kz, target: string, { manifest, aside }: Restored): void {
  const count = Object.keys(manifest.files).length
  out.line(
    say({
      zh: `已恢复到 ${target}：${count} 个文件，备份始于 ${manifest.begun}。`,
      en: `restored to ${target}: ${count} files of the backup begun ${manifest.begun}.`,
    }),
  )
  if (aside !== undefined) out.line(say({ zh: `原有内容移到 ${aside}。`, en: `What was there is in ${aside}.` }))
  for (const [path, { damage }] of Object.entries(manifest.files)) if (damage !== undefined) out.note(say(damagedAtTheTime(path, damage)))
  if (manifest.readings.kind === 'influxdb') {
    out.note(
      say({
        zh: `读数在 InfluxDB（${manifest.readings.databases.join('、')}）：若它也丢失，请先用 influx restore 恢复，再启动。`,
        en: `Readings are in InfluxDB (${manifest.readings.databases.join(', ')}): if they are lost, too, run influx restore before the start.`,
      }),
    )
  }
  out.line(
    say({
      zh: `现在启动服务（KZ_DATA=${target} npm run serve，或 docker compose up -d），日志中积压的报文会自动处理。`,
      en: `Now start the services (KZ_DATA=${target} npm run serve, or docker compose up -d); what waits in the journal is dealt with by itself.`,
    }),
  )
}
