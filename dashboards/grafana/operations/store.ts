import type { OperationsArea } from './panel-of.ts'

export const storeArea: OperationsArea = {
  title: { zh: '读数库、统计与指标', en: 'Store, facts and indicators' },
  panels: [
    {
      title: { zh: '每批写入用时', en: 'Time of a write' },
      todo: {
        zh: '超过1秒：读数库过慢，检查其磁盘、内存和序列数。',
        en: 'Above 1 s the store is slow: look at its disk, memory and number of series.',
      },
      unit: 's',
      series: [
        {
          expr: 'rate(kezhong_store_write_seconds_total[5m]) / rate(kezhong_store_writes_total{result="written"}[5m])',
          legend: { zh: '写入', en: 'write' },
        },
      ],
      badFrom: 1,
    },
    {
      title: { zh: '写入失败', en: 'Writes that failed' },
      todo: {
        zh: '大于零：读数库拒绝或不应答；自动重试，不丢数据。看 /health 中的原因。',
        en: 'Above zero the store refuses or does not answer; it is tried again and nothing is lost. /health says why.',
      },
      unit: 'cps',
      series: [{ expr: 'rate(kezhong_store_writes_total{result="failed"}[5m])', legend: { zh: '失败', en: 'failed' } }],
    },
    {
      title: { zh: '统计落后', en: 'Facts behind' },
      todo: {
        zh: '超过十分钟：正在补算；若不下降，看处理器是否已满。',
        en: 'Above ten minutes: being caught up with. If it does not fall, see whether the processor is full.',
      },
      unit: 's',
      series: [
        { expr: 'kezhong_facts_behind_seconds', legend: { zh: '统计', en: 'facts' } },
        { expr: 'kezhong_indicators_behind_seconds', legend: { zh: '指标', en: 'indicators' } },
      ],
      width: 8,
      badFrom: 600,
    },
    {
      title: { zh: '小时值和日值', en: 'Hourly and daily values' },
      todo: {
        zh: '故障：没有存放处或无法写入；看 /health 中 rollups 的原因。SQLite 此时不清除读数，InfluxDB 的保留期限不等待。',
        en: 'Down: they have no place or cannot be written; /health says why under rollups. SQLite expires no readings meanwhile, the retention of InfluxDB does not wait.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_rollups_up', legend: { zh: '小时值', en: 'hours' } }],
      as: 'up',
      width: 8,
    },
    {
      title: { zh: '小时值落后', en: 'Hourly values behind' },
      todo: {
        zh: '超过两小时：正在补算；看板中较长时段缺少这些小时。若不下降，看处理器和读数库是否已满负荷。',
        en: 'Above two hours: being caught up with, and long ranges of the boards lack these hours. If it does not fall, see whether processor or store are busy.',
      },
      unit: 's',
      series: [{ expr: 'kezhong_rollups_behind_seconds', legend: { zh: '落后', en: 'behind' } }],
      width: 12,
      badFrom: 7_200,
    },
    {
      title: { zh: '待汇总的设备小时', en: 'Device-hours to be rolled up' },
      todo: {
        zh: '每小时升高一次，随后下降；迟到数据之后再次计算。不下降时同上。',
        en: 'Rises once an hour and falls; late data is counted again. If it does not fall, as above.',
      },
      unit: 'none',
      series: [
        { expr: 'kezhong_rollups_backlog', legend: { zh: '设备小时', en: 'device-hours' } },
        { expr: 'kezhong_rollups_backlog_devices', legend: { zh: '设备', en: 'devices' } },
      ],
      width: 12,
    },
    {
      title: { zh: '汇总速度', en: 'Hours rolled up' },
      todo: {
        zh: '每秒汇总的设备小时；有积压而为零：汇总已停，看 /health。',
        en: 'Device-hours a second. Zero with a backlog: it stands still, see /health.',
      },
      unit: 'cps',
      series: [{ expr: 'rate(kezhong_rollups_made_total[5m])', legend: { zh: '设备小时', en: 'device-hours' } }],
      width: 12,
    },
    {
      title: { zh: '待重算的设备天', en: 'Days to be counted again' },
      todo: {
        zh: '迟到数据或台账变更后会升高，随后自行下降。',
        en: 'Rises after late data or a change of the register, and falls by itself.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_facts_backlog', legend: { zh: '待重算', en: 'to be made anew' } }],
      width: 8,
    },
    {
      title: { zh: '待投递消息', en: 'Deliveries that wait' },
      todo: {
        zh: '持续大于零：市级系统没有应答，检查 KZ_WEBHOOK_URL 和对方服务。',
        en: 'Above zero for long: the system of the city does not answer, check KZ_WEBHOOK_URL and the other side.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_deliveries_waiting', legend: { zh: '等待', en: 'waiting' } }],
      width: 8,
    },
  ],
}
