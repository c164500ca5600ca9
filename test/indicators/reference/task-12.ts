import { type Counted, inServiceAtEnd, minutes, type Part, parts, placeOf, sum, sumOf, type Window } from './counted.ts'
import { hourMs, minuteMs } from './local-time.ts'
import type { Mark } from './marks.ts'
import type { Slice } from './slices.ts'
import { termAt } from './standing.ts'
import { kinds } from './vocabulary.ts'

const ports = (slices: readonly Slice[]): Part[] => parts(slices.filter(({ kind }) => kinds[kind]?.isPort))

export const availability = (window: Window): Counted[] => ports(window.inside).map(availabilityOf)

function availabilityOf(part: Part): Counted {
  const [registered, outage, unknown, excluded, unknownExcluded] = [
    'registered',
    'outage',
    'outageUnknown',
    'outageExcluded',
    'unknownExcluded',
  ].map((name) => minutes(part.sums(name))) as [number, number, number, number, number]
  return {
    ...placeOf(part),
    numerator: registered - unknown - (outage - excluded),
    denominator: registered - unknown,
    known: registered - unknown,
    asked: registered,
    also: { strict: registered - (outage + unknown) + excluded + unknownExcluded },
  }
}

/** Circles with a public port that was available enough. */
export function circlesWithCharging(window: Window, target = 95): Counted[] {
  const { circles, facilities } = window.statements
  const isPublic = (id: string): boolean =>
    termAt(facilities.find((facility) => facility.id === id)?.terms ?? [], 'isPublic', window.to - 1) !== false
  const all = ports(window.inside).filter((part) => isPublic(part.facility))
  const isGood = (port: string, circle: string): boolean => {
    const those = all.filter(({ device, circles: there }) => device === port && there.includes(circle)).map(availabilityOf)
    const [numerator, denominator] = [sum(those.map((one) => one.numerator)), sum(those.map((one) => one.denominator))]
    return denominator > 0 && numerator * 100 >= target * denominator && denominator * 10 >= sum(those.map(({ asked = 0 }) => asked)) * 9
  }
  return circles
    .filter(({ isRecognised }) => isRecognised)
    .map(({ id, town }) => ({
      town,
      circles: [id],
      numerator: all.some(({ device }) => isGood(device, id)) ? 1 : 0,
      denominator: 1,
    }))
}

export interface Episode extends Counted {
  readonly lengthMinutes: number
  readonly ended?: number
}

/** From the first bad mark to the next good one. */
export function outages(window: Window): Episode[] {
  return devicesIn(window)
    .filter((slices) => kinds[slices[0]?.kind ?? '']?.isPort)
    .flatMap((slices) => outagesOf(slices))
    .filter(({ device, ended }) => ended !== undefined || isInService(window, device))
    .filter(({ ended }) => ended === undefined || (ended >= window.from && ended < window.to))
}

/** An open outage of a device that is retired is none. */
const isInService = (window: Window, device: string | undefined): boolean =>
  window.statements.devices.some((one) => one.id === device && inServiceAtEnd(window, one))

export function devicesIn({ slices, to }: Window): Slice[][] {
  const groups = new Map<string, Slice[]>()
  for (const slice of slices) {
    if (slice.start < to) groups.set(slice.device, [...(groups.get(slice.device) ?? []), slice])
  }
  return [...groups.values()]
}

function outagesOf(slices: readonly Slice[]): Episode[] {
  const marks = slices.flatMap((slice) => slice.marks.map((mark) => ({ slice, mark })))
  const episodes: Episode[] = []
  let begun: number | undefined
  for (const [index, { slice, mark }] of marks.entries()) {
    if (!mark.isRegistered) continue
    if (mark.service === 'bad') begun ??= index
    if (mark.service !== 'good' || begun === undefined) continue
    const during = marks.slice(begun, index).map((one) => one.mark)
    if (!isTouched(during)) episodes.push(episode(slice, during, mark.time))
    begun = undefined
  }
  const during = begun === undefined ? [] : marks.slice(begun).map((one) => one.mark)
  if (during.length > 0 && !isTouched(during)) episodes.push(episode(slices.at(-1) as Slice, during))
  return episodes
}

const isTouched = (during: readonly Mark[]): boolean => during.some(({ isExcluded, isSuspended }) => isExcluded && !isSuspended)

function episode(slice: Slice, during: readonly Mark[], ended?: number): Episode {
  const first = during[0] as Mark
  const until = ended ?? slice.end
  const suspended = during.filter(({ isSuspended }) => isSuspended).length
  const lengthMinutes = (until - first.time) / minuteMs - suspended
  return { ...placeOf(slice), numerator: lengthMinutes, denominator: 1, lengthMinutes, ...(ended !== undefined && { ended }) }
}

export const starts = (window: Window): Counted[] =>
  ports(window.inside).map((part) => ({
    ...placeOf(part),
    numerator: part.sums('startsDelivered'),
    denominator: part.sums('starts') - part.sums('startsCancelled'),
  }))

/** Hour by hour, where every port and every meter of a facility told everything: what the ports and what the meters counted, 10⁻⁶ kWh. */
export function reconciliation({ inside }: Window): (Counted & { readonly ports: number; readonly meters: number })[] {
  const all = inside.filter((slice) => (kinds[slice.kind]?.isPort || kinds[slice.kind]?.isMeter) && isThere(slice))
  const sites = [...new Set(all.map(siteOf))].map((site) => all.filter((slice) => siteOf(slice) === site))
  return sites
    .filter((slices) => has(slices, 'isPort'))
    .map((slices) => {
      const hours = [...new Set(slices.map(hourOf))].map((hour) => slices.filter((slice) => hourOf(slice) === hour))
      const complete = hours.filter((those) => those.every(isComplete) && has(those, 'isPort') && has(those, 'isMeter')).flat()
      const [ports, meters] = (['isPort', 'isMeter'] as const).map((sort) =>
        sumOf(
          complete.filter(({ kind }) => kinds[kind]?.[sort]),
          'energy',
        ),
      ) as [number, number]
      const { facility, town, circles } = slices[0] as Slice
      return { facility, kind: 'charger', town, circles, ports, meters, numerator: Math.abs(ports - meters), denominator: meters }
    })
}

const siteOf = ({ facility, town, circles }: Slice): string => [facility, town, ...circles].join(' ')
const hourOf = ({ start }: Slice): number => Math.floor(start / hourMs)

const has = (slices: readonly Slice[], sort: 'isPort' | 'isMeter'): boolean => slices.some(({ kind }) => kinds[kind]?.[sort])

/** One that is not in service has no say; one that is suspended has. */
const isThere = ({ facts }: Slice): boolean => (facts.registered as number) + (facts.suspended as number) > 0

const isComplete = ({ facts }: Slice): boolean =>
  facts.registered === 3_600 &&
  (facts.expected as number) > 0 &&
  facts.distinct === facts.expected &&
  facts.clockMarked === 0 &&
  facts.clockError !== null &&
  (facts.clockError as number) <= 3 * minuteMs
