import type { OperationsArea } from './panel-of.ts'

const sevenDays = 7 * 86_400

export const processArea: OperationsArea = {
  title: { zh: '进程与磁盘', en: 'Processes and disk' },
  panels: [
    {
      title: { zh: '内存', en: 'Memory' },
      todo: {
        zh: '持续增长不回落：记录时间并联系维护人员；接近容器上限前重启该进程，不丢数据。',
        en: 'Growing without end: note the time and call whoever maintains us. Restart the process before its limit; nothing is lost.',
      },
      unit: 'bytes',
      series: [
        { expr: 'process_resident_memory_bytes', legend: { zh: 'ingest', en: 'ingest' } },
        { expr: 'kezhong_gateway_resident_memory_bytes', legend: { zh: '网关', en: 'gateway' } },
        { expr: 'nodejs_heap_size_used_bytes', legend: { zh: 'ingest 堆', en: 'ingest heap' } },
      ],
    },
    {
      title: { zh: '处理器', en: 'Processor' },
      todo: {
        zh: 'ingest 使用的核数；长期接近机器核数时换更大的机器或拆分网关。',
        en: 'Cores used by ingest. Near those of the machine for long: a larger machine, or a machine of its own for the database.',
      },
      unit: 'none',
      series: [{ expr: 'rate(process_cpu_seconds_total[5m])', legend: { zh: 'ingest', en: 'ingest' } }],
      width: 6,
    },
    {
      title: { zh: '线程忙碌', en: 'Threads' },
      todo: {
        zh: '长期接近1的线程就是瓶颈：pipeline 看读数库，facts 看补算，indicators 看指标。',
        en: 'The thread that is near 1 for long is the bottleneck: pipeline: the store; facts: catching up; indicators: many months open.',
      },
      unit: 'percentunit',
      series: [{ expr: 'kezhong_thread_busy_ratio', legend: '{{thread}}' }],
      width: 6,
    },
    {
      title: { zh: '接口线程延迟', en: 'Lateness of the API thread' },
      todo: { zh: '超过0.5秒：页面会卡。看是哪条路由最慢。', en: 'Above 0.5 s pages stall. See which route is slow.' },
      unit: 's',
      series: [{ expr: 'nodejs_eventloop_lag_p99_seconds', legend: 'p99' }],
      badFrom: 0.5,
    },
    {
      title: { zh: '磁盘剩余', en: 'Room on the disk' },
      todo: {
        zh: '少于10%：清理或扩容。日志写满后平台停止确认，设备自行缓存。',
        en: 'Below 10 %: make room. With a full disk nothing is acknowledged any more, and devices buffer.',
      },
      unit: 'percentunit',
      series: [{ expr: 'kezhong_disk_free_bytes / kezhong_disk_size_bytes', legend: { zh: '剩余', en: 'free' } }],
      as: 'stat',
      badBelow: 0.1,
      width: 6,
    },
    {
      title: { zh: '磁盘用完还有', en: 'Disk is full in' },
      todo: {
        zh: '按最近六小时的增长推算；少于七天时扩容，或缩短 KZ_JOURNAL_DAYS、KZ_READINGS_DAYS。',
        en: 'By the growth of the last six hours. Below seven days: more disk, or shorter KZ_JOURNAL_DAYS and KZ_READINGS_DAYS.',
      },
      unit: 's',
      series: [
        {
          expr: 'kezhong_disk_free_bytes / clamp_min(-deriv(kezhong_disk_free_bytes[6h]), 1)',
          legend: { zh: '剩余时间', en: 'time left' },
        },
      ],
      as: 'stat',
      badBelow: sevenDays,
      width: 6,
    },
    {
      title: { zh: '数据目录各部分', en: 'What fills the data folder' },
      todo: {
        zh: '哪一部分增长：journal 由 KZ_JOURNAL_DAYS 决定，readings 由 KZ_READINGS_DAYS 决定。',
        en: 'Which part grows: journal hangs on KZ_JOURNAL_DAYS, readings on KZ_READINGS_DAYS.',
      },
      unit: 'bytes',
      series: [{ expr: 'kezhong_data_bytes', legend: '{{part}}' }],
      as: 'stacked',
    },
    {
      title: { zh: '版本', en: 'Version' },
      todo: { zh: '运行中的版本；升级后应改变。', en: 'The version that runs; it changes with an upgrade.' },
      unit: 'none',
      series: [{ expr: 'kezhong_build_info', legend: '{{version}}' }],
      as: 'name',
      width: 4,
    },
  ],
}
