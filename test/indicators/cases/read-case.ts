/** A case folder: the world, and what was worked out on paper. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { DeviceTerms } from '../../../register/devices.ts'
import type { FacilityTerms } from '../../../register/facilities.ts'
import type { Message } from './message.ts'
import { messagesOf } from './said.ts'

type Since<Terms> = Terms & { readonly since: string }

export interface CaseFacility {
  readonly name: string
  readonly town: string
  readonly circles?: readonly string[]
  readonly community?: string
  readonly terms?: readonly Since<FacilityTerms>[]
  readonly retired?: string
}

export interface CaseDevice {
  readonly kind: string
  readonly facility: string
  readonly registered?: string
  readonly commissioned?: string
  readonly retired?: string
  readonly terms?: readonly Since<DeviceTerms>[]
}

export interface CaseWorld {
  readonly indicator: string
  readonly period: string
  readonly communities?: readonly { readonly id: string; readonly name: string; readonly town: string }[]
  readonly facilities: Readonly<Record<string, CaseFacility>>
  readonly devices: Readonly<Record<string, CaseDevice>>
  /** `DEVICE to FACILITY at TIME`, `facility FACILITY to town TOWN at TIME` */
  readonly moves?: readonly string[]
  /** `suspension of DEVICE from TIME to TIME`, `excluded-outage of facility FACILITY from TIME` … */
  readonly exemptions?: readonly string[]
  readonly sends: Readonly<Record<string, string>>
}

interface ExpectedVariant {
  readonly value: number | null
  readonly numerator?: number
  readonly denominator?: number
}

/** What is not written is not held against anything. `a/b` is that quotient; a decimal is exact to the digits it is written with. */
export interface Expected {
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string
  readonly coverage?: string | null
  readonly floor?: string | null
  readonly facilities?: string
  readonly devices?: string
  readonly variants?: Readonly<Record<string, { readonly [Name in keyof ExpectedVariant]: string | null }>>
  readonly exclusions?: Readonly<Record<string, { readonly count?: string; readonly minutes?: string }>>
}

export interface Case {
  readonly id: string
  readonly world: CaseWorld
  /** Of an indicator that nothing feeds: part of the words that say what is missing. */
  readonly missing?: string
  readonly expected: Readonly<Record<string, Expected>>
  /** In the order of receipt. */
  readonly messages: readonly Message[]
}

export function readCase(folder: string): Case {
  const world = parse(readFileSync(join(folder, 'world.yaml'), 'utf8')) as CaseWorld
  // As written: the digits say how exact a number is.
  const { missing, ...expected } = parse(readFileSync(join(folder, 'expected.yaml'), 'utf8'), { schema: 'failsafe' }) as Record<
    string,
    unknown
  >
  return {
    id: world.indicator,
    world,
    ...(typeof missing === 'string' && { missing }),
    expected: expected as Case['expected'],
    messages: messagesIn(world),
  }
}

function messagesIn({ devices, sends }: CaseWorld): Message[] {
  const sent = Object.entries(sends).flatMap(([device, text]) =>
    sentences(text).flatMap((sentence) => messagesOf(device, devices[device]?.kind, sentence)),
  )
  return sent.sort((one, other) => one.at - other.at)
}

const sentences = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
