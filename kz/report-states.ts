import type { Words } from '../facilities/define.ts'

export const reportStates: Readonly<Record<string, Words>> = {
  draft: { zh: '草稿', en: 'draft' },
  submitted: { zh: '已报送', en: 'submitted' },
}

export interface KeptReport {
  readonly period: string
  readonly revision: number
  readonly state: string
  readonly made: string
  readonly files: readonly { readonly format: string; readonly size: number; readonly sha256: string }[]
  readonly submitted?: { readonly at: string; readonly author: string; readonly document?: string; readonly note?: string }
}
