import type { OperationsArea } from './panel-of.ts'

export const flowArea: OperationsArea = {
  title: { zh: '网关与处理流程', en: 'Gateway and pipeline' },
  panels: [
    {
      title: { zh: '每秒报文', en: 'Messages a second' },
      todo: {
        zh: '处理速率长期低于接收速率时会积压：看处理器和磁盘，或读数库延迟。',
        en: 'Where less is dealt with than comes in, messages pile up: look at processor and disk, or the time of the store.',
      },
      unit: 'cps',
      series: [
        { expr: 'rate(kezhong_gateway_total{what="accepted"}[5m])', legend: { zh: '网关收下', en: 'accepted' } },
        { expr: 'kezhong_pipeline_rate', legend: { zh: '处理', en: 'dealt with' } },
      ],
    },
    {
      title: { zh: '待处理报文', en: 'Messages that wait' },
      todo: {
        zh: '持续增长：读数库不可用或过慢。报文在日志中，不会丢失；确认磁盘够用。',
        en: 'Growing on and on: the store is away or slow. The journal keeps them; see that there is room on the disk.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_pipeline_lag_messages', legend: { zh: '待处理', en: 'waiting' } }],
      width: 6,
    },
    {
      title: { zh: '处理延迟', en: 'Lag' },
      todo: {
        zh: '超过60秒：设备状态开始按未知处理。先看读数库，再看处理器。',
        en: 'Above 60 s devices that are silent count as unknown. Look at the store first, then at the processor.',
      },
      unit: 's',
      series: [{ expr: 'kezhong_pipeline_lag_seconds', legend: { zh: '延迟', en: 'lag' } }],
      width: 6,
      badFrom: 60,
    },
    {
      title: { zh: '连接数', en: 'Connections' },
      todo: {
        zh: '突然下降：网络或网关重启；接近 KZ_MAX_CONNECTIONS：调高它。',
        en: 'A sudden fall: the network, or the gateway started again. Near KZ_MAX_CONNECTIONS: raise it.',
      },
      unit: 'none',
      series: [
        { expr: 'kezhong_gateway_connections', legend: { zh: '连接', en: 'connections' } },
        { expr: 'kezhong_live_streams', legend: { zh: '实时浏览', en: 'live streams' } },
      ],
    },
    {
      title: { zh: '拒绝接入', en: 'Refused at the door' },
      todo: {
        zh: '升高：有人用错误凭据反复登录。在控制台“未接入”页看是谁，更换凭据或封禁来源。',
        en: 'Rising: somebody signs in with wrong credentials again and again. See who on the page of knocks, renew the credential or block the source.',
      },
      unit: 'cps',
      series: [{ expr: 'rate(kezhong_gateway_total{what="denied"}[5m])', legend: { zh: '拒绝', en: 'denied' } }],
    },
    {
      title: { zh: '等待落盘', en: 'Waiting for the disk' },
      todo: {
        zh: '长期大于零：磁盘太慢。换更快的磁盘，或把 KZ_DATA 移到本地盘。',
        en: 'Above zero for long: the disk is slow. Use a faster one, or move KZ_DATA to a local disk.',
      },
      unit: 'none',
      series: [{ expr: 'kezhong_journal_waiting', legend: { zh: '等待确认', en: 'publishes' } }],
    },
    {
      title: { zh: '网关事件循环延迟', en: 'Lateness of the gateway' },
      todo: {
        zh: '超过0.1秒：网关忙不过来。减少单机设备数或换更快的处理器。',
        en: 'Above 0.1 s the gateway cannot keep up: fewer devices on this machine or a faster processor.',
      },
      unit: 's',
      series: [{ expr: 'kezhong_gateway_eventloop_lag_seconds', legend: 'p99' }],
      badFrom: 0.1,
    },
  ],
}
