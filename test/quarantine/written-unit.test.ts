import { describe, expect, test } from 'vitest'
import { expectReadable, refusalOfEvent, refusalOfReading } from './refused.ts'

describe('a number with a unit in a text', () => {
  test.each([
    ['freezer', '{"temperature":"-0.4°F"}', 'the number -18 ("-0.4°F" in °C)'],
    ['freezer', '{"temperature":"-0.4 ℉"}', 'the number -18 ('],
    ['freezer', '{"temperature":"255.15K"}', 'the number -18 ('],
    ['freezer', '{"temperature":"-18.4C"}', 'the number -18.4, without'],
    ['freezer', '{"temperature":"-18.4度"}', 'the number -18.4, without'],
    ['charger', '{"power":"7200 W"}', 'the number 7.2 ('],
    ['charger', '{"energy":"1.5 MWh"}', 'the number 1500 ('],
    ['charger', '{"current":"16000mA"}', 'the number 16 ('],
    ['freezer', '{"temperature":"500°F"}', 'outside the limits, too'],
    ['freezer', '{"temperature":"12 bar"}', 'Send the number alone, without quotation marks and the unit "bar"; the field is in °C'],
    ['freezer', '{"temperature":"n/a"}', 'Leave the field out'],
    ['freezer', '{"temperature":"12:30"}', 'Leave the field out'],
  ])('%s %s is told the bare number in the unit of the field', (kind, sends, meant) => {
    const rejection = refusalOfReading(kind, sends)

    expect(rejection?.suggestion?.en).toContain(meant)
    expectReadable(rejection!)
  })
})

describe('a field of an event whose name says its unit', () => {
  test.each([
    ['charger', 'session', '{"session":"a","energyKwh":12500}', 'watt-hours → 12.5 kWh'],
    ['charger', 'session', '{"session":"a","energyKwh":"12500 Wh"}', 'the number 12.5 ('],
    ['vending', 'sale', '{"amountFen":3.5}', 'for 3.5 yuan send 350'],
    ['vending', 'sale', '{"amountFen":"3.5"}', 'for 3.5 yuan send 350'],
    ['vending', 'sale', '{"amountFen":"¥3.50"}', 'the number 350 ('],
    ['vending', 'sale', '{"amountFen":"3.50元"}', 'the number 350 ('],
    ['freezer', 'doorOpen', '{"seconds":1200000}', 'milliseconds → 1200 s'],
    ['freezer', 'doorOpen', '{"seconds":"5 min"}', 'the number 300 ('],
    ['locker', 'pickup', '{"parcel":"a","hours":86400}', 'minutes → 1440 h, or as seconds → 24 h'],
  ])('%s %s %s is told the value in that unit', (kind, event, sends, meant) => {
    const rejection = refusalOfEvent(kind, event, sends)

    expect(rejection?.suggestion?.en).toContain(meant)
    expectReadable(rejection!)
  })
})
