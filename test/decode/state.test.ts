import { describe, expect, test } from 'vitest'
import { parseBirth, parseState } from '../../ingest/decode/state.ts'
import type { Rejection } from '../../ingest/quarantine/rejection.ts'
import { expectReadable } from '../quarantine/refused.ts'

const bytes = (payload: string): Uint8Array => Buffer.from(payload)

describe('a state', () => {
  test.each([
    ['online', { state: 'online' }],
    [' sleeping\r\n', { state: 'sleeping' }],
    ['\ufeffoffline', { state: 'offline' }],
    ['"lost"', { state: 'lost' }],
    ['{"state":"online"}', { state: 'online' }],
    ['{"state":"lost","boot":"a1","ts":1700000000000,"more":1}', { state: 'lost', boot: 'a1', ts: 1_700_000_000_000 }],
    ['{"state":"lost","boot":7,"ts":"2026-08-10T12:00:00+08:00"}', { state: 'lost', boot: '7', ts: 1_786_334_400_000 }],
    ['{"state":"online","boot":null,"ts":null}', { state: 'online' }],
  ])('%s', (payload, state) => {
    expect(parseState(bytes(payload))).toEqual(state)
  })

  test.each([
    ['', 'empty', undefined, undefined],
    ['  ', 'empty', undefined, undefined],
    ['ONLINE', 'unknown-word', undefined, '"online"'],
    ['在线', 'unknown-word', undefined, '"online"'],
    ['1', 'unknown-word', undefined, undefined],
    ['constructor', 'unknown-word', undefined, undefined],
    ['{"state":"Online"}', 'unknown-word', 'state', '"online"'],
    ['{"state":1}', 'wrong-type', 'state', 'manual'],
    ['{"state":null}', 'wrong-type', 'state', 'Leave'],
    ['{"online":true}', 'missing-field', 'state', undefined],
    ['[1]', 'not-an-object', undefined, undefined],
    ['{"state":"online"', 'not-json', 'line 1 column 18', 'buffer'],
    ['{"state":"online","boot":{}}', 'boot-invalid', 'boot', undefined],
    ['{"state":"online","ts":"now"}', 'ts-invalid', 'ts', undefined],
    ['{"state":"online","ts":1e300}', 'ts-future', 'ts', undefined],
    ['['.repeat(100_000), 'too-deep', undefined, undefined],
    ['x'.repeat(200_000), 'unknown-word', undefined, undefined],
  ])('is not %.40s', (payload, code, path, meant) => {
    const rejection = parseState(bytes(payload)) as Rejection

    expect(rejection.code).toBe(code)
    expect(rejection.path).toBe(path)
    if (meant !== undefined) expect(rejection.suggestion?.en).toContain(meant)
    expectReadable(rejection)
  })
})

describe('a birth', () => {
  const needed = '"model":"FD-200","vendor":"示例","firmware":"2.1.0"'
  const birth = { model: 'FD-200', vendor: '示例', firmware: '2.1.0' }

  test.each([
    ['', birth],
    [',"serial":"007","every":30', { ...birth, serial: '007', every: 30 }],
    [',"every":"60 s"', { ...birth, every: 60 }],
    [',"every":"5min"', { ...birth, every: 300 }],
    [',"every":"1 h"', { ...birth, every: 3_600 }],
    [',"every":"500 ms"', { ...birth, every: 0.5 }],
    [',"serial":null,"every":null', birth],
    [',"ip":"10.0.0.1","code":3,"lte":true,"cells":[1],"__proto__":{"x":1}', { ...birth, more: { ip: '10.0.0.1', code: 3, lte: true } }],
  ])('{…%s}', (more, expected) => {
    expect(parseBirth(bytes(`{${needed}${more}}`))).toEqual(expected)
  })

  test.each([
    ['[]', 'not-an-object', undefined],
    ['{"model":"a","vendor":"b"}', 'missing-field', 'firmware'],
    ['{"model":"a","vendor":"b","firmware":2.1}', 'wrong-type', 'firmware'],
    ['{"model":null,"vendor":"b","firmware":"c"}', 'wrong-type', 'model'],
    ['{"model":"","vendor":"b","firmware":"c"}', 'text-length', 'model'],
    [`{"model":"${'m'.repeat(200_000)}","vendor":"b","firmware":"c"}`, 'text-length', 'model'],
    [`{${needed},"serial":7}`, 'wrong-type', 'serial'],
    [`{${needed},"every":0}`, 'out-of-limits', 'every'],
    [`{${needed},"every":100000}`, 'out-of-limits', 'every'],
    [`{${needed},"every":1e400}`, 'not-finite', 'every'],
    [`{${needed},"every":"often"}`, 'wrong-type', 'every'],
    [`{${needed},"every":"5 constructor"}`, 'wrong-type', 'every'],
    [`{${needed},"every":[]}`, 'wrong-type', 'every'],
    ['\u0001', 'not-json', 'line 1 column 1'],
  ])('is not %.60s', (payload, code, path) => {
    const rejection = parseBirth(bytes(payload)) as Rejection

    expect(rejection.code).toBe(code)
    expect(rejection.path).toBe(path)
    expectReadable(rejection)
  })

  test('tells of at most twenty other things, shortly', () => {
    const more = Array.from({ length: 1_000 }, (_, index) => `"${'n'.repeat(100)}${index}":"${'v'.repeat(500)}"`).join(',')
    const parsed = parseBirth(bytes(`{${needed},${more}}`))

    expect(JSON.stringify(parsed).length).toBeLessThan(5_000)
  })
})
