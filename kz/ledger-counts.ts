import type { Words } from '../facilities/define.ts'

export interface Counts {
  readonly received: number
  readonly stored: number
  readonly duplicate: number
  readonly quarantined: number
  readonly pending?: number
  readonly balanced: boolean
}

export const counted = (count: number): string => count.toLocaleString('en-US')

export const countsText = ({ received, stored, duplicate, quarantined, pending = 0, balanced }: Counts): Words => ({
  zh: `收到 ${counted(received)} = 入库 ${counted(stored)} + 重复 ${counted(duplicate)} + 隔离 ${counted(quarantined)} + 待处理 ${counted(pending)}${balanced ? '' : '（账目不平，请看 health）'}`,
  en: `received ${counted(received)} = stored ${counted(stored)} + duplicate ${counted(duplicate)} + quarantined ${counted(quarantined)} + pending ${counted(pending)}${balanced ? '' : ' (it does not balance: see health)'}`,
})
