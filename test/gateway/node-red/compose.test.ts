import { describe, expect, it } from 'vitest'
import { builtIn } from '../../../facilities/catalogue.ts'
import type { BoundDevice } from '../../../gateway/node-red/bound-devices.ts'
import { compose, type OutSetting } from '../../../gateway/node-red/compose.ts'

const now = Date.UTC(2026, 10, 23)

function device(kind: string, isMapped = false): BoundDevice {
  const known = builtIn.get(kind)
  const schemas = builtIn.schemas(kind)
  if (!known || !schemas) throw new Error(`no kind ${kind}`)
  return { id: 'x-1', facility: 'estate-01', kind: known, schemas, isMapped }
}

const auto: OutSetting = { what: 'auto', fields: [] }

function composed(message: { payload?: unknown; [name: string]: unknown }, setting: OutSetting = auto, to = device('vending')) {
  const take = (path: string) =>
    path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], message)
  const result = compose(to, setting, message, { now, take })
  return 'code' in result ? result : { rest: result.topic.replace(`kz/v1/${to.kind.kind}/x-1/`, ''), body: JSON.parse(result.payload) }
}

describe('a message of a flow becomes', () => {
  it('a reading with the time of its arrival, of bare values or of a reading without time', () => {
    const wanted = { rest: 'telemetry', body: { ts: now, values: { temperature: 4 } } }

    expect(composed({ payload: { temperature: 4 } })).toEqual(wanted)
    expect(composed({ payload: { values: { temperature: 4 } } })).toEqual(wanted)
    expect(composed({ payload: { ts: 5, seq: 1, boot: 'a', quality: 'bad', values: { temperature: 4 } } })).toEqual({
      rest: 'telemetry',
      body: { ts: 5, seq: 1, boot: 'a', quality: 'bad', values: { temperature: 4 } },
    })
  })

  it('an array of them', () => {
    expect(composed({ payload: [{ temperature: 4 }, { ts: 5, values: { lanes: 3 } }] })).toEqual({
      rest: 'telemetry',
      body: [
        { ts: now, values: { temperature: 4 } },
        { ts: 5, values: { lanes: 3 } },
      ],
    })
  })

  it('an event, by the message or by the node, with an own time where it has one', () => {
    const sale = { amountFen: 350, lane: '03' }

    expect(composed({ payload: sale, event: 'sale' })).toEqual({ rest: 'event/sale', body: { ts: now, ...sale } })
    expect(composed({ payload: { ts: 5, ...sale } }, { what: 'event', event: 'sale', fields: [] })).toMatchObject({ body: { ts: 5 } })
  })

  it('a state or a reply to a command', () => {
    expect(composed({ payload: 'online' }, { what: 'state', fields: [] })).toEqual({ rest: 'state', body: { state: 'online', ts: now } })
    expect(composed({ payload: { status: 'done' }, reply: 'c-7' })).toEqual({ rest: 'reply/c-7', body: { status: 'done' } })
  })

  it('what stands where the node says, leaving out what is not there', () => {
    const fields = [
      { from: 'payload.d.T', to: 'temperature' },
      { from: 'payload.d.gone', to: 'energy' },
    ]

    expect(composed({ payload: { d: { T: 4 } } }, { what: 'reading', fields })).toMatchObject({ body: { values: { temperature: 4 } } })
  })
})

describe('a message of a flow is refused', () => {
  const sentenceOf = (...about: Parameters<typeof composed>) => {
    const result = composed(...about)
    return 'code' in result ? { code: result.code, ...result.message } : undefined
  }

  it.each([
    ['text where an object belongs', { payload: '{"temperature":4}' }, 'not-fields', /json/],
    ['nothing', {}, 'not-fields', /undefined/],
    ['an empty array', { payload: [] }, 'how-many', /1 .*1000/],
    ['too many readings', { payload: Array.from({ length: 1_001 }, () => ({ temperature: 4 })) }, 'how-many', /1001/],
    ['no field of the kind', { payload: { temp: 4 } }, 'no-known-field', /temp.*temperature/],
    ['a number written as text', { payload: { temperature: '4' } }, 'invalid', /temperature.*-40.*100.*"4"/],
    ['a value beyond the sensor', { payload: { temperature: 400 } }, 'invalid', /400/],
    ['a word that is none of the state', { payload: { status: 'open' } }, 'invalid', /selling.*"open"/],
    ['half a piece', { payload: { lanes: 1.5 } }, 'invalid', /lanes.*1\.5/],
    ['an event the kind does not have', { payload: {}, event: 'sold' }, 'unknown-event', /sold.*sale/],
    ['an event without what it needs', { payload: { lane: '03' }, event: 'sale' }, 'invalid', /amountFen/],
    ['an array as an event', { payload: [], event: 'sale' }, 'not-fields', /\[\]/],
  ])('with %s, in both languages', (_case, message, code, sentence) => {
    const refused = sentenceOf(message)

    expect(refused?.code).toBe(code)
    expect(refused?.en).toMatch(sentence)
    expect(refused?.zh).toMatch(sentence)
    expect(refused?.zh).toMatch(/\p{Script=Han}/u)
  })

  it('with a state nobody knows, and a reply to nothing', () => {
    expect(sentenceOf({ payload: 'on' }, { what: 'state', fields: [] })).toMatchObject({ code: 'unknown-state' })
    expect(sentenceOf({ payload: { status: 'done' } }, { what: 'reply', fields: [] })).toMatchObject({ code: 'no-command' })
  })

  it('not here when a mapping will change it first', () => {
    expect(composed({ payload: { temp: '4' } }, auto, device('vending', true))).toMatchObject({ body: { values: { temp: '4' } } })
  })
})
