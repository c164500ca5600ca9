import { describe, expect, it } from 'vitest'
import { addExemption, exemptionPage, type NewExemption, withdrawExemption } from '../../register/exemptions.ts'
import { faultOf, hour, openFurnished, start } from './open-register.ts'

const suspension: NewExemption = {
  facility: 'east',
  sort: 'suspension',
  from: start,
  to: start + 10 * hour,
  document: '太商停〔2026〕7号',
  date: '2026-02-27',
  reason: '小区改造',
}

describe('an exemption', () => {
  it('is kept with its document, who entered it and when', async () => {
    const { register } = await openFurnished()

    const added = addExemption(register, { ...suspension, device: 'locker-1' }, 'reviewer li')

    expect(added).toEqual({ ...suspension, device: 'locker-1', id: '1', author: 'reviewer li', recorded: start })
    expect(register.exemptions()).toEqual([added])
  })

  it('is withdrawn with a reason and stays readable, the first reason remains', async () => {
    const { register, clock } = await openFurnished()
    const { id } = addExemption(register, suspension, 'li')
    clock.now += hour

    withdrawExemption(register, id, '误录', 'wang')
    withdrawExemption(register, id, '又一次', 'zhao')

    expect(register.exemptions()).toEqual([])
    expect(register.exemptions({ withdrawn: true })).toEqual([
      { ...suspension, id, author: 'li', recorded: start, withdrawn: start + hour, withdrawnBy: 'wang', withdrawnReason: '误录' },
    ])
    expect(withdrawExemption(register, '99', 'x', 'li')).toBeUndefined()
    expect(withdrawExemption(register, 'none', 'x', 'li')).toBeUndefined()
  })

  it('is found by facility, by device with those of where it was, and by time', async () => {
    const { register, clock } = await openFurnished()
    const ofAll = addExemption(register, suspension, 'li')
    const ofOne = addExemption(register, { ...suspension, device: 'locker-1', sort: 'excluded-outage' }, 'li')
    const { to: _, ...forever } = suspension
    const ofWest = addExemption(register, { ...forever, facility: 'west', from: start + 20 * hour }, 'li')
    clock.now += hour
    register.moveDevice('charger-1', 'west')

    expect(register.exemptions({ facility: 'east' })).toEqual([ofAll, ofOne])
    expect(register.exemptions({ device: 'locker-1' })).toEqual([ofAll, ofOne])
    expect(register.exemptions({ device: 'charger-1' })).toEqual([ofAll, ofWest])
    expect(register.exemptions({ from: start + 10 * hour })).toEqual([ofWest])
    expect(register.exemptions({ to: start })).toEqual([])
    expect(register.exemptions({ from: start + 100 * hour, to: start + 101 * hour })).toEqual([ofWest])
    expect(register.exemptions({ sort: 'excluded-outage' })).toEqual([ofOne])
  })

  it('comes page by page', async () => {
    const { register } = await openFurnished()
    for (let count = 0; count < 12; count++) addExemption(register, suspension, 'li')

    const first = exemptionPage(register, { limit: 10 })
    const second = exemptionPage(register, { limit: 10, cursor: first.next! })

    expect([first, second].map(({ items }) => items.length)).toEqual([10, 2])
    expect(second.next).toBeUndefined()
  })

  it.each([
    ['an end before the beginning', { to: start - 1 }, 'to', 'later than the beginning'],
    ['a facility that is not there', { facility: 'eest' }, 'facility', 'Did you mean east?'],
    ['a device of elsewhere', { device: 'charger-1', facility: 'west' }, 'device', 'never was at the facility west'],
    ['a day that does not exist', { date: '2026-02-30' }, 'date', 'a date like'],
    ['no document', { document: ' ' }, 'document', 'one line of text'],
    ['a third sort', { sort: 'holiday' }, 'sort', 'suspension'],
  ])('is refused: %s', async (_, wrong, path, sentence) => {
    const { register } = await openFurnished()

    const fault = faultOf(() => addExemption(register, { ...suspension, ...wrong } as NewExemption, 'li'))

    expect(fault).toMatchObject({ path, words: { en: expect.stringContaining(sentence) } })
    expect(register.exemptions()).toEqual([])
  })
})
