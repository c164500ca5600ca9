import { adapterNames } from '../../register/adapters.ts'
import type { Fault as RegisterFault } from '../../register/fault.ts'
import { notFound } from '../../register/faults.ts'
import { guessDevice, guessFacility, guessKind, guessPlace } from '../../register/guesses.ts'
import { codes } from '../quarantine/codes.ts'
import { didYouMean } from './faults.ts'
import type { ApiParts } from './parts.ts'
import { type Fault, Problem } from './problem.ts'

/** The values of a query that name something. */
interface Asked {
  readonly kind?: string | undefined
  readonly town?: string | undefined
  readonly circle?: string | undefined
  readonly facility?: string | undefined
  readonly device?: string | undefined
  readonly adapter?: string | undefined
  /** Of a refusal in quarantine. */
  readonly code?: string | undefined
}

/**
 * An empty list because of a slip of the pen looks like good news, so a query that names what there never was is refused, with every such
 * name at once. What is retired or only left traces stays askable.
 */
export function knownValues(parts: Parts) {
  const faultsOf = unknownNames(parts)

  /** Throws a Problem. */
  return (asked: Asked): void => {
    const faults = faultsOf(asked)
    if (faults.length > 0) throw new Problem('invalid-query', { faults })
  }
}

type Parts = Pick<ApiParts, 'register' | 'catalogue' | 'ingestDatabase'>

/** A fault for each name there never was. */
export function unknownNames({ register, catalogue, ingestDatabase }: Parts): (asked: Asked) => Fault[] {
  const traces = {
    device: ingestDatabase.prepare(`
      SELECT EXISTS (SELECT 1 FROM ledger WHERE device = :it) OR EXISTS (SELECT 1 FROM quarantine WHERE device = :it)
        OR EXISTS (SELECT 1 FROM device WHERE device = :it) AS found`),
    kind: ingestDatabase.prepare(`
      SELECT EXISTS (SELECT 1 FROM ledger_total WHERE kind = :it) OR EXISTS (SELECT 1 FROM quarantine WHERE kind = :it) AS found`),
    code: ingestDatabase.prepare('SELECT EXISTS (SELECT 1 FROM quarantine WHERE code = :it) AS found'),
  }
  const leftTraces = (what: keyof typeof traces, it: string) => (traces[what].get({ it }) as { found: number }).found === 1
  const { database } = register

  const faultOf: { readonly [What in keyof Required<Asked>]: (it: string) => Fault | undefined } = {
    kind: (it) =>
      catalogue.get(it) || leftTraces('kind', it) ? undefined : told(notFound('kind', it, 'kind', guessKind(catalogue, it)), it),
    town: (it) =>
      register.towns().some(({ id }) => id === it) ? undefined : told(notFound('town', it, 'town', guessPlace(database, 'town', it)), it),
    circle: (it) =>
      register.circles().some(({ id }) => id === it)
        ? undefined
        : told(notFound('circle', it, 'circle', guessPlace(database, 'circle', it)), it),
    facility: (it) => (register.facility(it) ? undefined : told(notFound('facility', it, 'facility', guessFacility(database, it)), it)),
    device: (it) =>
      register.device(it) || leftTraces('device', it) ? undefined : told(notFound('device', it, 'device', guessDevice(database, it)), it),
    adapter: (it) => (adapterNames.some((name) => name === it) ? undefined : unknownAdapter(it)),
    code: (it) => (Object.hasOwn(codes, it) || leftTraces('code', it) ? undefined : unknownCode(it)),
  }

  return (asked) =>
    (Object.keys(faultOf) as (keyof Asked)[]).flatMap((name) => {
      const it = asked[name]
      return it === undefined ? [] : (faultOf[name](it) ?? [])
    })
}

const told = ({ path = '', message }: RegisterFault, found: string): Fault => ({ path, message, found })

function unknownAdapter(found: string): Fault {
  const known = adapterNames.join(', ')
  const message = { zh: `没有适配器 ${found}。可用的有：${known}。`, en: `There is no adapter ${found}. There is ${known}.` }
  return { path: 'adapter', message, expected: known, found }
}

function unknownCode(found: string): Fault {
  const known = Object.keys(codes)
  const meant = didYouMean(found, known)
  const message = {
    zh: `没有拒收原因 ${found}。${meant ? `是否想写 ${meant}？` : ''}`,
    en: `There is no reason ${found} for a refusal.${meant ? ` Did you mean ${meant}?` : ''}`,
  }
  return { path: 'code', message, expected: known.join(', '), found }
}
