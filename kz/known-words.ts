import type { Words } from '../facilities/define.ts'

/** What people read for a word of the API; the word itself where a later version knows more words than we do. */
export const knownWords = (known: Readonly<Record<string, Words>>, word: string): Words => known[word] ?? { zh: word, en: word }
