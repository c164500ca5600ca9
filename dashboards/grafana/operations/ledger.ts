import type { OperationsArea } from './panel-of.ts'

export const ledgerArea: OperationsArea = {
  title: { zh: '账本与隔离', en: 'Ledger and quarantine' },
  panels: [
    {
      title: { zh: '入账（每秒）', en: 'Ledger, a second' },
      todo: {
        zh: '收到 = 入库 + 重复 + 隔离 + 待处理；重复长期很高：设备没有收到确认，检查其网络。',
        en: 'received = stored + duplicate + quarantined + pending. Many duplicates for long: devices do not hear acknowledgements, look at their network.',
      },
      unit: 'cps',
      series: [{ expr: 'rate(kezhong_ledger_elements_total[5m])', legend: '{{outcome}}' }],
      words: {
        received: { zh: '收到', en: 'received' },
        stored: { zh: '入库', en: 'stored' },
        duplicate: { zh: '重复', en: 'duplicate' },
        quarantined: { zh: '隔离', en: 'quarantined' },
      },
    },
    {
      title: { zh: '账本平衡', en: 'Ledger balanced' },
      todo: {
        zh: '0：账不平，有数据遗漏。立即联系维护人员，保留数据目录原样。',
        en: '0: out of balance, something was lost. Call whoever maintains us, and leave the data folder as it is.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_ledger_balanced', legend: { zh: '账本', en: 'ledger' } }],
      as: 'up',
      width: 4,
    },
    {
      title: { zh: '隔离中的报文', en: 'Quarantine by code' },
      todo: {
        zh: '某类突然升高：多为某型号固件或单位错误。在控制台隔离区按原因查看，建映射后重放。',
        en: 'One code rises: mostly firmware of a model or a unit. Look at the groups in quarantine, make a mapping and replay.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_quarantine_messages', legend: '{{code}}' }],
      as: 'stacked',
    },
    {
      title: { zh: '时钟', en: 'Clocks' },
      todo: {
        zh: '不准的时钟按原因分类：在控制台“时钟”页有每台的处理办法。',
        en: 'Wrong clocks by cause: the page of clocks says what to do about each.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_device_clocks', legend: '{{cause}}' }],
      as: 'stacked',
    },
  ],
}
