import type { Words } from '../../facilities/define.ts'

/** Where to read on about a command, a group or, with '', everything. */
export const seeHelp = (about: string): Words => {
  const line = ['npm run kz --', about, '--help'].filter(Boolean).join(' ')
  return { zh: `用法见 ${line}`, en: `${line} tells more` }
}
