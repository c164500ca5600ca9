import { join, resolve } from 'node:path'
import { makeBackup } from '../../backup/make-backup.ts'
import type { Manifest, ReadingsStore } from '../../backup/manifest.ts'
import { damagedAtTheTime } from '../../backup/verify-backup.ts'
import type { KzSettings } from '../../settings/processes.ts'
import { asKzError } from '../backup-faults.ts'
import type { Kz } from '../kz.ts'
import { defineCommand, positional, text } from '../line/command.ts'

export const backup = defineCommand({
  name: 'backup',
  summary: {
    zh: '把数据文件夹（KZ_DATA）完整、一致地复制到一个新文件夹，服务照常运行',
    en: 'Copy the data folder (KZ_DATA), whole and consistent, into a new folder, while the services go on',
  },
  more: {
    zh: '直接读文件，不经过接口，服务停止时也能用。--base 给出上一次的备份，未变的日文件以硬链接共用，不占空间。备份中有密码与凭证，须妥善保管。',
    en: 'It reads the files and not the API, so it works when the services are down, too. With --base, the backup before, day files that have not changed are hard links to it and take no room. It holds passwords and credentials: keep it safe.',
  },
  positionals: { folder: positional('DIR', '新文件夹', 'the new folder') },
  options: { base: text('DIR', '上一次的备份', 'the backup before') },
  example: 'backup /backup/2026-11-24 --base /backup/2026-11-23',
  isLocal: true,
  async run({ folder, base }, kz) {
    const bar = kz.progress({ zh: '备份（字节）', en: 'backup (bytes)' })
    const order = {
      from: kz.settings.KZ_DATA,
      to: kz.file(folder),
      base: base === undefined ? undefined : kz.file(base),
      readings: readingsOf(kz.settings),
      onProgress: bar.now,
    }
    const manifest = await asKzError(makeBackup(order)).finally(bar.stop)
    if (kz.isJson) kz.out.json(manifest)
    else tell(kz, kz.file(folder), manifest)
    return Object.values(manifest.files).some(({ damage }) => damage !== undefined) ? 1 : 0
  },
})

/** The address without what may stand in it besides host and port. */
function readingsOf(settings: KzSettings): ReadingsStore {
  const { KZ_INFLUX_URL: url, KZ_INFLUX_ORG: organisation, KZ_INFLUX_BUCKET: bucket } = settings
  if (url === undefined) return { kind: 'sqlite' }
  const rollups = settings.KZ_INFLUX_ROLLUP_BUCKET ?? `${bucket}_rollup`
  return { kind: 'influxdb', url: new URL(url).origin, organisation, databases: [bucket, rollups] }
}

function tell(kz: Kz, folder: string, { files, unknown, readings }: Manifest): void {
  const { out, say, settings } = kz
  const bytes = Object.values(files).reduce((sum, { size }) => sum + size, 0)
  const count = Object.keys(files).length
  const size = `${(bytes / 1e6).toFixed(1)} MB`
  out.line(say({ zh: `已备份到 ${folder}：${count} 个文件，${size}。`, en: `backed up to ${folder}: ${count} files, ${size}.` }))
  for (const [path, { damage }] of Object.entries(files)) if (damage !== undefined) out.note(say(damagedAtTheTime(path, damage)))
  for (const path of unknown) out.note(say({ zh: `不认识 ${path}，未备份。`, en: `${path} is no file of ours and is not in it.` }))
  if (readings.kind === 'influxdb') out.note(say(influxWords(readings.databases)))
  if (settings.KZ_KINDS !== undefined && resolve(settings.KZ_KINDS) !== resolve(join(settings.KZ_DATA, 'kinds'))) {
    out.note(
      say({
        zh: `类型文件在 ${settings.KZ_KINDS}（KZ_KINDS），请另行备份。`,
        en: `The kind files in ${settings.KZ_KINDS} (KZ_KINDS) are not in it.`,
      }),
    )
  }
}

const influxWords = (databases: readonly string[]) => ({
  zh: `读数在 InfluxDB（${databases.join('、')}），不在此备份中：现在用 influx backup 备份它，先后顺序见 docs/operations.zh-CN.md。`,
  en: `Readings are in InfluxDB (${databases.join(', ')}) and not in this backup: run influx backup now, after this one (docs/operations.md).`,
})
