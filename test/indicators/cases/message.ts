/** What arrives at the server. */
export interface Message {
  readonly device: string
  /** Receipt, ms. */
  readonly at: number
  readonly topic: string
  readonly payload: string
}
