import type { Words } from '../../facilities/define.ts'

export type Language = keyof Words

export const languages: readonly Language[] = ['zh', 'en']
