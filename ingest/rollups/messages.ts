/** What the rollups thread and the thread that started it tell each other, over a MessagePort. */
export interface RollupsStatus {
  /** Devices with hours that are over and not rolled up, and these hours as far as they are known. */
  readonly devices: number
  readonly hours: number
  /** How long the oldest of these hours has been over, ms. */
  readonly behindMs: number
  /** Everything that was stored before is rolled up for the first time. */
  readonly isFirstBuild: boolean
  /** Device-hours rolled up since the thread began. */
  readonly done: number
  /** Why it does not go on, and what the operator can do. */
  readonly problem?: string
  readonly hint?: { readonly zh: string; readonly en: string }
}

export type ToRollups = { readonly stop: true } | { readonly lagMs: number }
