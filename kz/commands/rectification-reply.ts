import { defineCommand, needed, positional, text } from '../line/command.ts'
import { changed } from '../rectification-answer.ts'

export const rectificationReply = defineCommand({
  name: 'rectification reply',
  summary: { zh: '对号结账：回复整改情况', en: 'Reply to an entry: what was done' },
  positionals: { id: positional('ID', '台账编号', 'id of the entry') },
  options: { text: needed(text('TEXT', '整改情况', 'what was done')) },
  example: 'rectification reply 2026-0001 --text modems-replaced',
  run({ id, ...given }, kz) {
    return changed(kz, id, 'reply', given)
  },
})
