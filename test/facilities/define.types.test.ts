// Wrong definitions do not compile: tsc fails where a line below an expected error has none. What the compiler refuses, the check
// for kinds that no compiler saw must refuse too.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineFacility, gauge, state } from '../../facilities/define.ts'
import { definitionFaults } from '../../facilities/definition-faults.ts'

const label = { zh: '灯', en: 'Lamp' }
const telemetry = {
  status: state({ on: { zh: '开', en: 'On' }, off: { zh: '关', en: 'Off' } }, label),
  power: gauge('W', [0, 500], label),
}
const lamp = {
  kind: 'lamp',
  label,
  every: '60 s',
  telemetry,
  events: { switched: { label, payload: { by: z.string() } } },
  commands: {},
  alarms: {},
} as const
const start = { status: 'on', power: 40 } as const
const simulate = { start, next: () => ({ power: 41 }) }

test('a right definition has no faults', () => {
  const right = defineFacility({
    ...lamp,
    alarms: {
      bright: { label, severity: 'info', when: { field: 'power', above: 100, clearsBelow: 90, for: '1 min' } },
      dark: { label, severity: 'info', when: { field: 'status', is: ['off'] } },
    },
    service: [{ field: 'status', good: ['on'], bad: ['off'] }],
    use: 'switched',
    simulate: {
      start,
      memory: () => ({ evenings: 0 }),
      next({ status, power }, world) {
        world.memory.evenings += 1
        world.emit('switched', { by: 'hand' })
        return { status: status === 'on' ? 'off' : 'on', power: power + 1 }
      },
    },
  })

  expect(definitionFaults(right)).toEqual([])
})

test('an alarm on a field that is not there does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error there is no temperature
    alarms: { hot: { label, severity: 'info', when: { field: 'temperature', above: 100 } } },
    simulate,
  })

  expect(definitionFaults(wrong)).toEqual(['alarms.hot is on temperature, which is no field'])
})

test('an alarm that compares a state with a number does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error status is a state
    alarms: { hot: { label, severity: 'info', when: { field: 'status', above: 1 } } },
    simulate,
  })

  expect(definitionFaults(wrong)).toEqual(['alarms.hot compares status with a number, but it is a state'])
})

test('an alarm on a word that the state does not have does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error status is never "broken"
    alarms: { broken: { label, severity: 'info', when: { field: 'status', is: ['broken'] } } },
    simulate,
  })

  expect(definitionFaults(wrong)).toEqual(['alarms.broken names "broken", which is none of on, off'])
})

test('a duration without unit does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error 60 what?
    every: '60',
    simulate,
  })

  expect(definitionFaults(wrong)).toEqual(['every "60" is not a duration like "15 s"'])
})

test('a service word that the state does not have does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error status is never "broken"
    service: [{ field: 'status', good: ['on'], bad: ['broken'] }],
    simulate,
  })

  expect(definitionFaults(wrong)).toEqual(['service names "broken", which is none of on, off'])
})

test('service on a field that is no state does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error power is a number
    service: [{ field: 'power', good: ['on'], bad: ['off'] }],
    simulate,
  })

  expect(definitionFaults(wrong)).toEqual(['service is on power, which is no state field'])
})

test('use of an event that is not there does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error there is no such event
    use: 'sale',
    simulate,
  })

  expect(definitionFaults(wrong)).toEqual(['use "sale" is no event'])
})

test('a simulator that starts without a field does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error power is missing
    simulate: { start: { status: 'on' }, next: () => ({}) },
  })

  expect(definitionFaults(wrong)).toEqual(['simulate.start has no power'])
})

test('a simulator that starts with a word that the state does not have does not compile', () => {
  const wrong = defineFacility({
    ...lamp,
    // @ts-expect-error status is never "broken"
    simulate: { start: { status: 'broken', power: 1 }, next: () => ({}) },
  })

  expect(definitionFaults(wrong)).toEqual(['simulate.start.status is outside its field'])
})

test('a simulator that reports a wrong word, an unknown event or a wrong event field does not compile', () => {
  const sent: string[] = []
  defineFacility({
    ...lamp,
    simulate: {
      start,
      next(_, world) {
        // @ts-expect-error there is no such event
        world.emit('sale', {})
        // @ts-expect-error `by` is a text
        world.emit('switched', { by: 1 })
        // @ts-expect-error `by` is missing
        world.emit('switched', {})
        return { power: 1 }
      },
    },
  }).simulate.next({}, { emit: (event: string) => sent.push(event) } as never)
  // @ts-expect-error status is never "broken"
  defineFacility({ ...lamp, simulate: { start, next: () => ({ status: 'broken' }) } })

  expect(sent).toEqual(['sale', 'switched', 'switched'])
})
