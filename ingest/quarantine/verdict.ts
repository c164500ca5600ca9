import type { Rejection } from './rejection.ts'

/** What the device hears on its topic `verdict`: the rejection, and under which id its message is kept. */
export const verdict = (rejection: Rejection, quarantineId: string): { readonly id: string } & Rejection => ({
  id: quarantineId,
  ...rejection,
})
