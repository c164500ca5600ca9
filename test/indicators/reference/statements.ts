/** What the reference is given: the messages as they came, and what was entered into the register. Nothing of it is the product's. */

export interface Message {
  /** Who sent it, by its credentials. */
  readonly device: string
  /** Receipt, ms since 1970 UTC. */
  readonly at: number
  readonly topic: string
  readonly payload: string
}

export interface FacilityStatements {
  readonly id: string
  readonly registered: number
  readonly commissioned?: number
  readonly community?: string
  readonly places: readonly { readonly since: number; readonly town: string; readonly circles: readonly string[] }[]
  readonly terms: readonly (Terms & { readonly since: number })[]
}

export interface Terms {
  readonly households?: number
  readonly hours?: readonly Hours[]
  readonly retentionHours?: number
  readonly isPublic?: boolean
}

export interface Hours {
  /** 1 Monday … 7 Sunday. */
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
}

export type Limits = 'frozen' | 'chilled' | { readonly low?: number; readonly high?: number; readonly severe?: number }

export interface DeviceStatements {
  readonly id: string
  readonly kind: string
  readonly registered: number
  readonly commissioned?: number
  readonly retired?: number
  readonly stays: readonly { readonly since: number; readonly facility: string }[]
  /** `every`: seconds. */
  readonly terms: readonly {
    readonly since: number
    readonly every?: number
    readonly limits?: Limits
    readonly channels?: readonly string[]
  }[]
}

export interface Exemption {
  readonly sort: 'suspension' | 'excluded-outage'
  readonly facility: string
  readonly device?: string
  readonly from: number
  readonly to?: number
}

export interface Statements {
  readonly towns: readonly string[]
  readonly circles: readonly { readonly id: string; readonly town: string; readonly isRecognised: boolean }[]
  readonly communities: readonly { readonly id: string; readonly name: string; readonly town: string }[]
  readonly facilities: readonly FacilityStatements[]
  readonly devices: readonly DeviceStatements[]
  readonly exemptions: readonly Exemption[]
}
