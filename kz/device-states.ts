import type { Words } from '../facilities/define.ts'
import type { Style } from './terminal/output.ts'

export const deviceStates: Readonly<Record<string, { readonly words: Words; readonly style?: Style }>> = {
  online: { words: { zh: '在线', en: 'online' }, style: 'green' },
  sleeping: { words: { zh: '休眠', en: 'sleeping' }, style: 'cyan' },
  offline: { words: { zh: '离线', en: 'offline' }, style: 'dim' },
  lost: { words: { zh: '断线', en: 'lost' }, style: 'red' },
  silent: { words: { zh: '无读数', en: 'silent' }, style: 'yellow' },
  unknown: { words: { zh: '未知', en: 'unknown' }, style: 'dim' },
}

export const stateWords = (state: string): Words => deviceStates[state]?.words ?? { zh: state, en: state }

/** As the API lists a device. */
export interface DeviceItem {
  readonly id: string
  readonly kind: string
  readonly facility: string
  readonly town: string
  readonly model?: string
  readonly vendor?: string
  readonly adapter?: string | null
  readonly state: string
  readonly since: string
  readonly cause: string
  readonly causeText: Words
  readonly lastSeen?: string
  readonly retired?: string
}
