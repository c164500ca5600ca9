import { show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'
import { readBytes } from '../read-file.ts'

export const indicatorImport = defineCommand({
  name: 'indicator import',
  summary: {
    zh: '从 CSV 导入无法监测的月度数值，要么全部成功，要么一行不导',
    en: 'Import monthly values of what cannot be measured from CSV, all of them or none',
  },
  more: {
    zh: '首行为列名：indicator,period,value,document,date，可选 scope,numerator,denominator,note；UTF-8 编码。数值处处标明“人工填报”。',
    en: 'The first row has the names of the columns: indicator,period,value,document,date and, where wanted, scope,numerator,denominator,note; in UTF-8. The values are marked as entered by hand wherever they are shown.',
  },
  positionals: { file: positional('FILE.csv', 'CSV 文件', 'the CSV file') },
  example: 'indicator import manual.csv',
  async run({ file }, kz) {
    const answer = await kz.api.upload<{ imported: number }>('/indicators/manual/import', {}, readBytes(kz.file(file)), 'text/csv')
    show(kz, answer, ({ imported }) => kz.out.line(kz.say({ zh: `导入 ${imported} 个数值。`, en: `${imported} values imported.` })))
  },
})
