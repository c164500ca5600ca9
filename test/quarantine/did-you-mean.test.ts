import { describe, expect, it, test } from 'vitest'
import { didYouMean } from '../../ingest/quarantine/did-you-mean.ts'
import { fieldCandidates, unknownFieldFinder, unknownFields } from '../../ingest/quarantine/unknown-fields.ts'
import { kindOf } from './refused.ts'

describe('a name that is nearly right', () => {
  test.each([
    ['freezer', 'Temperature', 'temperature'],
    ['freezer', 'TEMPERATURE', 'temperature'],
    ['freezer', 'temprature', 'temperature'],
    ['freezer', 'temp', 'temperature'],
    ['freezer', 't', 'temperature'],
    ['freezer', 'temp_c', 'temperature'],
    ['freezer', 'tempC', 'temperature'],
    ['freezer', 'temp1', 'temperature'],
    ['freezer', 'temperature_inside', 'temperature'],
    ['freezer', '温度', 'temperature'],
    ['freezer', '柜内温度', 'temperature'],
    ['freezer', 'wendu', 'temperature'],
    ['freezer', 'hum', 'humidity'],
    ['freezer', 'set_point', 'setPoint'],
    ['freezer', 'setpoint', 'setPoint'],
    ['freezer', 'kwh', 'energy'],
    ['freezer', 'energy_kwh', 'energy'],
    ['freezer', 'timestamp', 'ts'],
    ['freezer', 'seqNo', 'seq'],
    ['meter', 'power_factor', 'powerFactor'],
    ['meter', 'power-factor', 'powerFactor'],
    ['meter', 'pf', 'powerFactor'],
    ['meter', 'voltage_a', 'voltageA'],
    ['meter', 'VoltageB', 'voltageB'],
    ['meter', 'A相电压', 'voltageA'],
    ['meter', 'import_energy', 'energyImport'],
    ['meter', 'freq', 'frequency'],
    ['charger', 'state', 'status'],
    ['charger', 'volt', 'voltage'],
    ['charger', 'gonglv', 'power'],
    ['charger', 'battery', 'soc'],
    ['vending', 'empty_lanes', 'emptyLanes'],
    ['freezer', 'rssi', undefined],
    ['freezer', '', undefined],
    ['freezer', '信号', undefined],
    ['freezer', 'x'.repeat(200_000), undefined],
  ])('%s: %s', (kind, name, meant) => {
    expect(didYouMean(name, fieldCandidates(kindOf(kind)))).toBe(meant)
  })
})

describe('fields the kind does not know', () => {
  const freezer = kindOf('freezer')

  it('are listed with what was probably meant', () => {
    const unknown = unknownFields(freezer, { temperature: 1, hum: 40, rssi: -80 }, ['timestamp'])

    expect(unknown).toEqual([{ name: 'timestamp', suggestion: 'ts' }, { name: 'hum', suggestion: 'humidity' }, { name: 'rssi' }])
  })

  it('have short names that are safe to use as keys', () => {
    const values = JSON.parse(`{"__proto__":1,"constructor":2,"${'n'.repeat(100_000)}":3,"a\\u0000b":4}`)
    const names = unknownFields(freezer, values).map(({ name }) => name)

    expect(names).toHaveLength(4)
    for (const name of names) {
      expect(name in {}).toBe(false)
      expect(name.length).toBeLessThanOrEqual(64)
      expect(name).not.toContain('\0')
    }
  })

  it('are not listed without end', () => {
    const values = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, index]))

    expect(unknownFields(freezer, values)).toHaveLength(20)
  })

  it('are the same when they are remembered', () => {
    const find = unknownFieldFinder().inReading

    expect(find(freezer, { hum: 1, wendu: 2 })).toEqual(unknownFields(freezer, { hum: 1, wendu: 2 }))
    expect(find(freezer, { hum: 3 })).toEqual([{ name: 'hum', suggestion: 'humidity' }])
    expect(find(kindOf('charger'), { hum: 3 })).toEqual([{ name: 'hum' }])
  })
})
