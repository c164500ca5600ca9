import type { Words } from '../../facilities/define.ts'

/** Why a message is not sent, for the node it came to. */
export interface NodeFault {
  readonly code: string
  readonly message: Words
}

export const fault = (code: string, message: Words): NodeFault => ({ code, message })

/** Carries a fault to Node-RED's catch nodes, in both languages. */
export class NodeError extends Error {
  override name = 'NodeError'
  readonly code: string
  readonly words: Words

  constructor({ code, message }: NodeFault) {
    super(`${message.zh}\n${message.en}`)
    this.code = code
    this.words = message
  }
}
