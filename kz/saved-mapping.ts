import { usageError } from './kz-error.ts'
import { text } from './line/command.ts'

/** As the API answers it. */
export interface SavedMapping {
  readonly device?: string
  readonly kind?: string
  readonly model?: string
  readonly version: number
  readonly created: string
  readonly author?: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly time?: Readonly<Record<string, unknown>>
}

export interface Scope {
  readonly device?: string | undefined
  readonly kind?: string | undefined
  readonly model?: string | undefined
}

export const scopeOptions = {
  device: text('ID', '只对一台设备', 'for one device'),
  kind: text('KIND', '对此类型（与 --model 同用）', 'for this kind, together with --model'),
  model: text('MODEL', '对此型号（与 --kind 同用）', 'for this model, together with --kind'),
} as const

/** For one device, or for a kind and model. */
export function checkedScope({ device, kind, model }: Scope): Scope {
  const isOne = device !== undefined && kind === undefined && model === undefined
  const isModel = device === undefined && kind !== undefined && model !== undefined
  if (isOne || isModel) return isOne ? { device } : { kind, model }
  throw usageError({
    zh: '请说明映射用于谁：--device，或 --kind 与 --model 一起。',
    en: 'Say whom the mapping is for: --device, or --kind together with --model.',
  })
}

export const scopeText = ({ device, kind, model }: Scope): string => device ?? `${kind} ${model}`

/** A saved mapping that says nothing has been taken out of force. */
export const isInForce = ({ fields, time }: SavedMapping): boolean => Object.keys(fields).length > 0 || time !== undefined
