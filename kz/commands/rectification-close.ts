import { defineCommand, needed, positional, text } from '../line/command.ts'
import { changed } from '../rectification-answer.ts'

export const rectificationClose = defineCommand({
  name: 'rectification close',
  summary: { zh: '销号下账：核实后销号', en: 'Close an entry when it has been checked' },
  positionals: { id: positional('ID', '台账编号', 'id of the entry') },
  options: { note: needed(text('TEXT', '核实意见', 'what the check found')) },
  example: 'rectification close 2026-0001 --note seen-on-site',
  run({ id, ...given }, kz) {
    return changed(kz, id, 'close', given)
  },
})
