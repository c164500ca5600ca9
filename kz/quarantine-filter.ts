import { text } from './line/command.ts'

/** Which refused messages are meant. */
export const quarantineFilter = {
  device: text('ID', '只限此设备', 'only of this device'),
  kind: text('KIND', '只限此类型', 'only of this kind'),
  code: text('CODE', '只限此原因代码', 'only refused for this reason'),
  from: text('TIME', '接收时间不早于（带时区）', 'received at or after (with a zone)'),
  to: text('TIME', '接收时间早于（带时区）', 'received before (with a zone)'),
} as const
export const pathFilter = text('PATH', '只限此字段，如 values.temperature', 'only where this field is at fault, such as values.temperature')
