import { describe, expect, it, test } from 'vitest'
import { inElement } from '../../ingest/quarantine/reject.ts'
import { rejections } from '../../ingest/quarantine/rejections.ts'
import { verdict } from '../../ingest/quarantine/verdict.ts'
import { expectReadable, kindOf } from './refused.ts'

describe('a topic that does not exist', () => {
  test.each([
    ['telemtry', 'topic-unknown', 'Did you mean telemetry?'],
    ['Telemetry', 'topic-unknown', 'Did you mean telemetry?'],
    ['telemetry/temperature', 'topic-unknown', 'Did you mean telemetry?'],
    ['properties/report', 'topic-unknown', 'Did you mean telemetry?'],
    ['events/sale', 'topic-unknown', 'Did you mean event/sale?'],
    ['event', 'topic-unknown', 'Did you mean event/…?'],
    ['status', 'topic-unknown', 'Did you mean state?'],
    ['weather', 'topic-unknown', undefined],
    [`x${'/y'.repeat(10_000)}`, 'topic-unknown', undefined],
    ['reply/7', 'reply-unexpected', undefined],
    ['', 'topic-unknown', 'Did you mean kz/v1/{kind}/{device}/telemetry?'],
  ])('%s', (rest, code, meant) => {
    const rejection = rejections.topicUnknown(`kz/v1/freezer/freezer-01/${rest}`, rest)

    expect(rejection.code).toBe(code)
    expect(rejection.suggestion?.en).toBe(meant)
    expectReadable(rejection)
  })
})

describe('what only the register or the platform can know', () => {
  test.each([
    ['down-topic', rejections.downTopic('verdict'), undefined],
    ['unknown-protocol', rejections.unknownProtocol('modbus\u0000'), undefined],
    ['unknown-event', rejections.unknownEvent('sales', kindOf('freezer')), 'event/sale'],
    ['unknown-event', rejections.unknownEvent('开门', kindOf('freezer')), 'event/doorOpen'],
    ['foreign-device', rejections.foreignDevice('a', 'b'), undefined],
    ['wrong-kind', rejections.wrongKind('vending', 'freezer'), 'kz/v1/freezer/'],
    ['device-unregistered', rejections.deviceUnregistered('a'), undefined],
    ['device-retired', rejections.deviceRetired('a'), undefined],
    ['kind-unknown', rejections.kindUnknown('a'), undefined],
    ['array-empty', rejections.arrayEmpty(), undefined],
    ['array-too-long', rejections.arrayTooLong(1_001, 1_000), undefined],
    ['too-large', rejections.tooLarge(300_000, 262_144), undefined],
    ['store-refused', rejections.storeRefused('conflict\n'.repeat(1_000)), undefined],
  ])('%s', (code, rejection, meant) => {
    expect(rejection.code).toBe(code)
    if (meant === undefined) expect(rejection.suggestion).toBeUndefined()
    else expect(rejection.suggestion?.en).toContain(meant)
    expectReadable(rejection)
  })
})

it('says which element of an array is meant', () => {
  expect(inElement(rejections.notAnObject(7), 3).path).toBe('[3]')
  expect(inElement(rejections.notAnObject(7, 'values'), 3).path).toBe('[3].values')
})

it('gives the device its verdict with the id under which the message is kept', () => {
  const rejection = rejections.wrongKind('vending', 'freezer')

  expect(JSON.parse(JSON.stringify(verdict(rejection, 'up-9k-3')))).toEqual({ id: 'up-9k-3', ...rejection })
})
