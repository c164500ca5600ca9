import type { z } from 'zod'
import type { Fault } from '../../register/fault.ts'

/**
 * A body whose shape is wrong is refused before the register sees it. This has the register look at the rest of it all the same, so that
 * whoever sent it hears of everything at once. A body whose shape is right is left to the register.
 */
export function withFaultsOf<Body extends z.ZodType>(body: Body, faultsOf: (sent: object) => readonly Fault[]): Body {
  return body.superRefine(
    (sent, context) => {
      if (context.issues.length === 0 || typeof sent !== 'object' || sent === null) return
      const told = new Set(context.issues.map(({ path }) => String(path?.[0])))
      for (const { path = '', message } of faultsOf(sent)) {
        if (told.has(path)) continue
        context.addIssue({ code: 'custom', path: path.split('.'), message: message.en, params: { zh: message.zh } })
      }
    },
    { when: () => true },
  )
}
