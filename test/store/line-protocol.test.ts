import { describe, expect, it } from 'vitest'
import { fieldName, storedName } from '../../ingest/store/field-names.ts'
import { lines } from '../../ingest/store/influx/line-protocol.ts'
import { event, reading, stateChange } from './points.ts'

const tags = 'circle=chengxiang-1\\,chengxiang-2,device=p1'
const place = 'facility=school-3,kind=probe,town=chengxiang'

describe('lines', () => {
  it('writes measurement, tags in order, fields, and the time in ns', () => {
    expect(lines([reading(1_763_884_800_123, { power: -18.5, status: 'on', energy: 5 }, { n: 421, received: 1_763_884_800_500 })])).toEqual(
      [`probe,${tags},${place} power=-18.5,status="on",energy=5,quality="good",reason="",received=1763884800500 1763884800123000421`],
    )
  })

  it('gives events and state changes measurements of their own', () => {
    const [one, two] = lines([event(1, 'sale', { lane: 3 }), stateChange(2, { state: 'online' })])

    expect(one).toContain(`probe_event,${tags},event=sale,${place} lane=3,`)
    expect(two).toContain(`device_state,${tags},${place} state="online",`)
  })

  it('never writes an empty tag and never a line break outside a text', () => {
    const [line] = lines([reading(1, { power: 1 }, { place: { facility: 'a b\n', circle: '', town: 'x=y' } })])

    expect(line).toMatch(/^probe,device=p1,facility=a\\ b\\ ,kind=probe,town=x\\=y power=1,/)
  })

  it('escapes texts and keeps their line breaks', () => {
    expect(lines([event(1, 'sale', { text: 'a "b" c\\d\ne' })])[0]).toContain('text="a \\"b\\" c\\\\d\ne",')
  })

  it('follows a device that moves within a batch', () => {
    const moved = { place: { facility: 'mall-1', circle: 'shaxi-1', town: 'shaxi' } }

    const facilities = lines([reading(1, { power: 1 }), reading(2, { power: 1 }, moved), reading(3, { power: 1 })]).map(
      (line) => /facility=([^,]+)/.exec(line)?.[1],
    )

    expect(facilities).toEqual(['school-3', 'mall-1', 'school-3'])
  })
})

describe('storedName', () => {
  it.each(['power', 'reason', 'reason_', 'Reason', 'time', 'n', 'ts', 'device__', 'quality', 'voltageA'])('can be undone: %s', (field) => {
    expect(fieldName(storedName(field))).toBe(field)
  })

  it('never gives one of the names the stores use themselves', () => {
    expect(['reason', 'TS', 'device', 'power'].map(storedName)).toEqual(['reason_', 'TS_', 'device_', 'power'])
    expect(fieldName('reason')).toBeUndefined()
  })
})
