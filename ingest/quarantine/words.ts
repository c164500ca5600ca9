import type { Sentence } from './rejection.ts'

/** "Did you mean …", for whatever reads the same in both languages. */
export const perhaps = (meant: string): Sentence => ({ zh: `是否应为 ${meant}？`, en: `Did you mean ${meant}?` })
