import type { Words } from '../../../facilities/define.ts'
import type { Block, Table } from '../report-data.ts'

export const text = (zh: string, en: string): Block => ({ sort: 'text', text: { zh, en } })
export const heading = (zh: string, en: string): Block => ({ sort: 'heading', text: { zh, en } })
export const shown = (table: Table): Block => ({ sort: 'table', table })

/** Sentences of one paragraph. */
export const paragraph = (sentences: readonly Words[]): Block[] =>
  sentences.length === 0
    ? []
    : [{ sort: 'text', text: { zh: sentences.map(({ zh }) => zh).join(''), en: sentences.map(({ en }) => en).join(' ') } }]

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** 一、 of sections and （一） of their parts. */
export const numeral = (index: number): string => numerals[index] ?? String(index + 1)
