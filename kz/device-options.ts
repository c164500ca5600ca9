import { choice, text, whole } from './line/command.ts'

/** What may be said of a device when it is registered and later. */
export const deviceOptions = {
  model: text('MODEL', '型号', 'model'),
  vendor: text('VENDOR', '厂商', 'vendor'),
  commissioned: text('DAY', '投用日期，如 2026-11-01', 'the day it went into service, such as 2026-11-01'),
  every: whole('SECONDS', [1, 86_400], '上报间隔（秒），与类型不同时填', 'its interval in seconds, where it is not that of its kind'),
  limits: choice(['frozen', 'chilled'], '温度限值：冷冻或冷藏', 'limits of temperature: frozen or chilled'),
} as const
