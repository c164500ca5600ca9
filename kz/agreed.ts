import type { Words } from '../facilities/define.ts'
import type { Kz } from './kz.ts'
import { usageError } from './kz-error.ts'

/** What cannot be undone is asked about; where nobody can be asked, --yes has to say it. */
export async function agreed(kz: Kz, yes: boolean, question: Words): Promise<boolean> {
  if (yes) return true
  const answer = await kz.confirm(question)
  if (answer !== undefined) return answer
  throw usageError(
    { zh: `${question.zh}没有终端可供询问。`, en: `${question.en} Nobody is there to be asked.` },
    { hint: { zh: '确定的话请加 --yes', en: 'add --yes if you are sure' } },
  )
}
