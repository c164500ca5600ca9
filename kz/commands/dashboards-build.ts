import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedFiles } from '../../dashboards/grafana/generated-files.ts'
import { KzError } from '../kz-error.ts'
import { defineCommand, positional, text } from '../line/command.ts'
import { kindsOfSite, siteOf } from '../site-dashboards.ts'

export const dashboardsBuild = defineCommand({
  name: 'dashboards build',
  summary: { zh: '把看板与 Grafana 配置写成文件', en: 'Write the dashboards and the provisioning of Grafana as files' },
  more: {
    zh: '供 Grafana 启动时读取（provisioning），含本站点自己的类型（KZ_KINDS）；不需要服务在运行。只覆盖同名文件。',
    en: "For a Grafana that reads files when it starts, with a site's own kinds (KZ_KINDS); nothing has to be running. Only files of the same name are overwritten.",
  },
  positionals: { folder: positional('DIR', '写入的文件夹', 'the folder to write into') },
  options: { console: text('URL', '看板中控制台链接的地址，默认为接口地址', 'where links to the console lead; to the API when not given') },
  example: 'dashboards build grafana-files',
  isLocal: true,
  async run({ folder, console }, kz) {
    const files = generatedFiles(kindsOfSite(kz), siteOf(kz, console))
    const root = kz.file(folder)
    try {
      for (const [path, content] of files) {
        mkdirSync(dirname(join(root, path)), { recursive: true, mode: 0o755 })
        writeFileSync(join(root, path), content, { mode: 0o644 }) // another user, that of Grafana, reads them
      }
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      throw new KzError({ zh: `无法写入 ${folder}（${code}）。`, en: `${folder} cannot be written to (${code}).` }, { cause })
    }
    if (kz.isJson) return kz.out.json({ folder: root, files: [...files.keys()] })
    kz.out.line(kz.say({ zh: `${files.size} 个文件已写入 ${folder}。`, en: `${files.size} files are in ${folder}.` }))
  },
})
