/** What one message may carry. */
export const maxPayloadBytes = 256 * 1_024
