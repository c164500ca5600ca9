import { expect, test } from 'vitest'
import { parseCapture } from '../../ingest/draft/capture.ts'

const message = { topic: 'shop/7/up', payload: '{"wd":5.3}' }

test.each([
  ['what mosquitto_sub -v prints', 'shop/7/up {"wd":5.3}\nshop/7/up {"wd":5.4}\n', [message, { ...message, payload: '{"wd":5.4}' }]],
  ['the same with times', '2026-11-02T12:00:00+0800 shop/7/up {"wd":5.3}', [{ ...message, received: Date.parse('2026-11-02T04:00:00Z') }]],
  ['JSON lines of payloads', '\uFEFF{"wd":5.3}\r\n{"wd":5.4}\r\n', [{ payload: { wd: 5.3 } }, { payload: { wd: 5.4 } }]],
  ['JSON lines of messages', '{"topic":"shop/7/up","payload":"{\\"wd\\":5.3}"}', [message]],
  ['an array of payloads', '[{"wd":5.3},{"wd":5.4}]', [{ payload: { wd: 5.3 } }, { payload: { wd: 5.4 } }]],
  ['an array of bare messages', '[{"payload":{"wd":5.3}}]', [{ payload: { wd: 5.3 } }]],
  ['a payload with a payload in it', '{"payload":{"wd":5.3},"devId":"A"}', [{ payload: { payload: { wd: 5.3 }, devId: 'A' } }]],
  [
    'an answer of our API',
    JSON.stringify({
      items: [
        {
          offset: 7,
          received: '2026-11-02T04:00:00.000Z',
          topic: 'shop/7/up',
          payload: 'eyJ3ZCI6NS4zfQ==',
          encoding: 'base64',
          size: 10,
          truncated: false,
        },
      ],
    }),
    [{ ...message, received: Date.parse('2026-11-02T04:00:00Z') }],
  ],
  ['nothing', ' \n', []],
  ['what is none of these', 'temp=5', [{ payload: 'temp=5' }]],
])('%s is read', (_, text, messages) => {
  expect(parseCapture(text)).toEqual(messages)
})

test('a capture without end is read up to its limit', () => {
  expect(parseCapture('shop/7/up {"wd":5.3}\n'.repeat(20_000))).toHaveLength(5_000)
})
