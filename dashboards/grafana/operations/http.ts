import type { OperationsArea } from './panel-of.ts'

export const httpArea: OperationsArea = {
  title: { zh: '接口', en: 'HTTP' },
  panels: [
    {
      title: { zh: '每秒请求', en: 'Requests a second' },
      todo: { zh: '突然升高：有程序在频繁轮询，改用实时流 /live。', en: 'A sudden rise: some program polls. Let it use the stream /live.' },
      unit: 'reqps',
      series: [{ expr: 'sum by (route) (rate(kezhong_http_request_duration_seconds_count[5m]))', legend: '{{route}}' }],
      as: 'stacked',
    },
    {
      title: { zh: '错误', en: 'Errors' },
      todo: {
        zh: '5xx：看 ingest 日志；4xx 很多：调用方的令牌或参数有误，答复里写明原因。',
        en: '5xx: see the log of ingest. Many 4xx: token or parameters of a caller are wrong, and the answers say how.',
      },
      unit: 'reqps',
      series: [{ expr: 'sum by (status) (rate(kezhong_http_request_duration_seconds_count{status=~"[45].."}[5m]))', legend: '{{status}}' }],
      as: 'stacked',
    },
    {
      title: { zh: '响应时间', en: 'Time to answer' },
      todo: {
        zh: 'p99 超过3秒：看是哪条路由；缩小查询时间范围，或检查读数库。',
        en: 'p99 above 3 s: see which route, ask for a shorter range, or look at the store.',
      },
      unit: 's',
      series: [
        { expr: 'histogram_quantile(0.5, sum by (le) (rate(kezhong_http_request_duration_seconds_bucket[5m])))', legend: 'p50' },
        { expr: 'histogram_quantile(0.95, sum by (le) (rate(kezhong_http_request_duration_seconds_bucket[5m])))', legend: 'p95' },
        { expr: 'histogram_quantile(0.99, sum by (le) (rate(kezhong_http_request_duration_seconds_bucket[5m])))', legend: 'p99' },
      ],
      badFrom: 3,
    },
    {
      title: { zh: '最慢的路由（p95）', en: 'Slowest routes (p95)' },
      todo: {
        zh: '最慢的五条路由：缩短查询的时间范围，或在读数库慢时先处理读数库。',
        en: 'The five slowest routes: ask for a shorter range, or mend the store first where that is slow.',
      },
      unit: 's',
      series: [
        {
          expr: 'topk(5, histogram_quantile(0.95, sum by (le, route) (rate(kezhong_http_request_duration_seconds_bucket[5m]))))',
          legend: '{{route}}',
        },
      ],
    },
  ],
}
