import { choice, decimal, list, text, whole } from './line/command.ts'
import { hoursOption } from './service-hours.ts'

/** What may be said of a facility when it is registered and later. */
export const facilityOptions = {
  circles: list('A,B', '所属生活圈，逗号分隔', 'the circles it belongs to, separated by commas'),
  community: text('NAME', '社区（编号或名称）', 'community, its id or name'),
  operator: text('NAME', '运营单位', 'who runs it'),
  latitude: decimal('DEGREES', [-90, 90], '纬度（WGS-84）', 'latitude (WGS-84)'),
  longitude: decimal('DEGREES', [-180, 180], '经度（WGS-84）', 'longitude (WGS-84)'),
  functions: list('A,B', '功能，逗号分隔', 'its functions, separated by commas'),
  households: whole('N', [0, 10_000_000], '覆盖户数', 'households it serves'),
  hours: hoursOption,
  retentionHours: whole('N', [1, 8_760], '快件保管小时数', 'how many hours a parcel may stay'),
  public: choice(['yes', 'no'], '是否对公众开放（不填为是）', 'whether it is open to everybody; it is when not given'),
  commissioned: text('DAY', '投用日期，如 2026-11-01', 'the day it went into service, such as 2026-11-01'),
} as const

export const isPublicOf = (typed: 'yes' | 'no' | undefined): boolean | undefined => (typed === undefined ? undefined : typed === 'yes')
