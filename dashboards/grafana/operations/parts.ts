import { standings } from '../walls.ts'
import type { OperationsArea } from './panel-of.ts'

export const partsArea: OperationsArea = {
  title: { zh: '各部分', en: 'Our parts' },
  panels: [
    {
      title: { zh: '网关', en: 'Gateway' },
      todo: {
        zh: '0：设备无法接入。看 gateway 日志；进程会自动重启，反复重启多为端口被占用或证书错误。',
        en: '0: devices cannot connect. See the log of gateway; it is started again by itself, and if that repeats a port is taken or a certificate is wrong.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_gateway_up', legend: { zh: '网关', en: 'gateway' } }],
      as: 'up',
      width: 4,
    },
    {
      title: { zh: '日志', en: 'Journal' },
      todo: {
        zh: '0：日志写不进磁盘，什么都不确认，设备自行缓存。腾出磁盘空间或更换磁盘。',
        en: '0: the journal cannot be written, nothing is acknowledged and devices buffer. Make room on the disk or replace it.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_journal_up', legend: { zh: '日志', en: 'journal' } }],
      as: 'up',
      width: 4,
    },
    {
      title: { zh: '处理流程', en: 'Pipeline' },
      todo: {
        zh: '0：ingest 的处理线程未运行。看 ingest 日志；日志保存着所有报文。',
        en: '0: the pipeline thread of ingest does not run. See the log of ingest; the journal keeps every message.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_pipeline_up', legend: { zh: '处理流程', en: 'pipeline' } }],
      as: 'up',
      width: 4,
    },
    {
      title: { zh: '读数库', en: 'Store' },
      todo: {
        zh: '0：InfluxDB 不可用或拒绝写入。检查地址、令牌和磁盘；恢复后自动补写，不丢数据。',
        en: '0: the store is away or refuses writes. Check address, token and disk; it catches up by itself and nothing is lost.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_store_up', legend: { zh: '读数库', en: 'store' } }],
      as: 'up',
      width: 4,
    },
    {
      title: { zh: '指标统计', en: 'Facts and indicators' },
      todo: {
        zh: '0：统计或指标停止更新，读数不受影响。检查数据目录的空间与权限，看 ingest 日志。',
        en: '0: facts or indicators stand still, readings do not. Check room and permissions of the data folder, and the log of ingest.',
      },
      unit: 'none',
      series: [
        { expr: 'kezhong_facts_up', legend: { zh: '统计', en: 'facts' } },
        { expr: 'kezhong_indicators_up', legend: { zh: '指标', en: 'indicators' } },
      ],
      as: 'up',
      width: 4,
    },
    {
      title: { zh: 'Node-RED 流程', en: 'Node-RED' },
      todo: {
        zh: '0：没有应答或处于安全模式，流程未运行。改正出错的流程后点“部署”。',
        en: '0: it does not answer or is in safe mode, so flows stand still. Mend the flow and deploy.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_node_red_up', legend: { zh: 'Node-RED 流程', en: 'Node-RED' } }],
      as: 'up',
      width: 4,
    },
    {
      title: { zh: '设备因平台原因未知', en: 'Devices unknown because of us' },
      todo: {
        zh: '1 表示设备状态未知的原因在该部分：先处理它，不要派人去现场。',
        en: '1: this part is why nothing is known of devices. Mend it first, and send nobody out.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_own_outage', legend: '{{part}}' }],
      badFrom: 1,
    },
    {
      title: { zh: '设备状态', en: 'Devices by state' },
      todo: {
        zh: '离线升高而平台正常：按镇街和运营单位排查网络；未知升高：问题在平台。',
        en: 'Offline rises while we are well: look at networks by town and operator. Unknown rises: it is us.',
      },
      unit: 'none',
      series: [{ expr: 'sum by (state) (kezhong_devices)', legend: '{{state}}' }],
      as: 'stacked',
      words: Object.fromEntries(standings.map(({ name, words }) => [name, words])),
    },
  ],
}
