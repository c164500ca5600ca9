// What devices send that is not as interface.md wants it, and what has to become of it.
import { gzipSync } from 'node:zlib'

export interface Refusal {
  code: string
  path?: string
  expected?: RegExp
  found?: RegExp
  /** Of the English sentence. */
  suggestion?: RegExp
  /** The element that is kept, where it was one of an array. */
  element?: string
}

export interface Stored {
  values: Record<string, unknown>
  quality?: string
  reason?: string
}

export interface Nonsense {
  name: string
  /** freezer when not given. */
  kind?: 'charger' | 'locker'
  /** Behind kz/v1/{kind}/{device}/; telemetry when not given. A whole topic begins with `//`. */
  topic?: string
  /** `now`: ms since 1970 UTC. */
  payload: string | Uint8Array | ((now: number) => string)
  refused?: readonly Refusal[]
  stored?: readonly Stored[]
  /** Fields the device is told about, with what they are taken for. */
  unknown?: Record<string, string | undefined>
}

const kib = 1_024
const day = 86_400_000
const refused = (name: string, payload: Nonsense['payload'], refusal: Refusal, more: Partial<Nonsense> = {}): Nonsense => ({
  name,
  payload,
  refused: [refusal],
  ...more,
})
const stored = (name: string, payload: Nonsense['payload'], reading: Stored, more: Partial<Nonsense> = {}): Nonsense => ({
  name,
  payload,
  stored: [reading],
  ...more,
})
const notJson = (name: string, payload: string | Uint8Array, path: string, suggestion?: RegExp): Nonsense =>
  refused(name, payload, { code: 'not-json', path, ...(suggestion && { suggestion }) })
const onTopic = (topic: string, refusal: Refusal, payload = '{"temperature":-18.4}'): Nonsense =>
  refused(`topic ${topic}`, payload, refusal, { topic })

const cold = { values: { temperature: -18.4 } }
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
/** {"door":"关闭"} */
const gbk = Buffer.concat([Buffer.from('{"door":"'), Buffer.from([0xb9, 0xd8, 0xb1, 0xd5]), Buffer.from('"}')])
/** A frame of DL/T 645, read the energy of meter 112233445566, with these bytes of control and data. */
const frame = (data: string) => Buffer.from(`6866554433221168${data}2216`, 'hex')
const thousandUnknown = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`q${index}z`, index]))

const wrongJson: Nonsense[] = [
  notJson('a word', 'hello', 'line 1 column 1', /quotation marks/),
  notJson('a message cut off', '{"temperature":-18.4', 'line 1 column 21', /buffer/),
  notJson('single quotation marks', "{'temperature':-18.4}", 'line 1 column 2', /JSON library/),
  notJson('Chinese punctuation', '{“temperature”：-18.4}', 'line 1 column 2', /JSON library/),
  notJson('a comma too many', '{"temperature":-18.4,}', 'line 1 column 22', /Take the comma away/),
  notJson('a decimal comma', '{"temperature":-18,4}', 'line 1 column 19', /point/),
  notJson('NaN', '{"temperature":NaN}', 'line 1 column 16', /Leave the field out/),
  notJson('-Infinity', '{"temperature":-Infinity}', 'line 1 column 16', /Leave the field out/),
  notJson('a name without quotation marks', '{temperature:-18.4}', 'line 1 column 2', /double quotation marks/),
  notJson('a comment', '{"temperature":-18.4} // cold', 'line 1 column 23', /comment/),
  notJson('two messages in one', '{"temperature":-18.4}\n{"temperature":-18.5}', 'line 2 column 1', /array/),
  notJson('the zero byte of a C string', '{"temperature":-18.4}\0', 'line 1 column 22', /terminating zero/),
  notJson('a hexadecimal number', '{"temperature":0x12}', 'line 1 column 16', /Write 18\./),
  notJson('the True of Python', '{"temperature":True}', 'line 1 column 16', /JSON library/),
  notJson('XML', '<temperature>-18.4</temperature>', 'line 1 column 1', /Send JSON/),
  notJson('a line of CSV', '-18.4,closed', 'line 1 column 6', /object/),
  notJson('name=value', 'temperature=-18.4', 'line 1 column 1', /"name": value/),
  notJson('hexadecimal text', '68 66 55 44 33 22 11 68', 'line 1 column 4', /raw/),
  notJson('Base64', 'eyJ0ZW1wZXJhdHVyZSI6LTE4LjR9', 'line 1 column 1', /Decode/),
  notJson('200 KiB of x', 'x'.repeat(200 * kib), 'line 1 column 1'),
]

const wrongBytes: Nonsense[] = [
  refused('GBK', gbk, { code: 'not-utf8', path: 'byte 10', expected: /^UTF-8$/, found: /关闭/, suggestion: /from GBK to UTF-8/ }),
  refused('UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('{"temperature":-18.4}')]), {
    code: 'not-utf8',
    found: /temperature/,
  }),
  refused('UTF-16 without', utf16('{"temperature":-18.4}'), { code: 'not-utf8', found: /temperature/ }),
  refused('gzip', gzipSync('{"temperature":-18.4}'), { code: 'not-utf8' }),
  notJson('a frame of the meter', frame('0433333333'), 'line 1 column 1', /raw\/dlt645/),
  refused('a frame with high bytes', frame('04b3c3d3e3'), { code: 'not-utf8', found: /68/ }),
  stored('a byte order mark is passed over', '\ufeff{"temperature":-18.4}', cold),
  refused('nothing', '', { code: 'empty', expected: /\{…\}/ }),
  refused('blanks', ' \r\n', { code: 'empty' }),
]

const wrongShape: Nonsense[] = [
  refused('100,000 brackets', '['.repeat(100_000), { code: 'too-deep', expected: /32/ }),
  refused('50,000 objects in each other', '{"a":'.repeat(50_000), { code: 'too-deep' }),
  refused('null', 'null', { code: 'not-an-object', found: /^null$/ }),
  refused('true', 'true', { code: 'not-an-object', found: /^true$/ }),
  refused('a number', '-18.4', { code: 'not-an-object', found: /-18\.4/ }),
  refused('JSON as a text in JSON', JSON.stringify('{"temperature":-18.4}'), { code: 'not-an-object', found: /temperature/ }),
  refused('a text of 200 KiB', `"${'字'.repeat((200 * kib) / 3)}"`, { code: 'not-an-object', found: /^.{1,120}$/ }),
  refused('an empty object', '{}', { code: 'no-known-field', expected: /temperature/ }),
  refused('no values', '{"values":{}}', { code: 'no-known-field', path: 'values' }),
  refused('values in a list', '{"values":[-18.4]}', { code: 'wrong-type', path: 'values', expected: /\{…\}/ }),
  refused('values under another name', '{"seq":1,"data":{"temperature":-18.4}}', {
    code: 'missing-field',
    path: 'values',
    suggestion: /Rename "data" to "values"/,
  }),
  refused('an array of nothing', '[]', { code: 'array-empty' }),
  refused('an array of 1,001', JSON.stringify(Array(1_001).fill({ temperature: -18.4 })), {
    code: 'array-too-long',
    expected: /1000/,
    found: /1001/,
  }),
  {
    name: 'an array in which three are bad',
    payload: '[{"temperature":-18.4}, {"temperature":1e400}, 7,{"temperature":"]"} , {"temperature":-18.5}]',
    stored: [cold, { values: { temperature: -18.5 } }],
    refused: [
      { code: 'not-finite', path: '[1].temperature', element: '{"temperature":1e400}' },
      { code: 'not-an-object', path: '[2]', element: '7' },
      { code: 'wrong-type', path: '[3].temperature', element: '{"temperature":"]"}' },
    ],
  },
]

const wrongFields: Nonsense[] = [
  refused('only fields nobody knows', '{"temp_c":-18.4}', {
    code: 'no-known-field',
    expected: /temperature/,
    found: /temp_c/,
    suggestion: /"temp_c" → "temperature"/,
  }),
  stored('a field nobody knows beside one that is known', '{"temperature":-18.4,"dor":"open"}', cold, { unknown: { dor: 'door' } }),
  stored('a thousand fields nobody knows', JSON.stringify({ ...thousandUnknown, temperature: -18.4 }), cold, {
    unknown: { q0z: undefined },
  }),
  stored('__proto__', '{"__proto__":{"door":"open"},"temperature":-18.4}', cold),
  refused('a number as text', '{"temperature":"-18.4"}', {
    code: 'wrong-type',
    path: 'temperature',
    expected: /-60 … 60 °C/,
    found: /^"-18\.4"$/,
    suggestion: /number -18\.4, without quotation marks/,
  }),
  refused('a decimal comma in a text', '{"temperature":"-18,4"}', { code: 'wrong-type', path: 'temperature', suggestion: /number -18\.4/ }),
  refused('a number with its unit', '{"values":{"temperature":"-18.4°C"}}', {
    code: 'wrong-type',
    path: 'values.temperature',
    suggestion: /-18\.4, without quotation marks or unit/,
  }),
  refused('a text of 200 KiB for a number', JSON.stringify({ temperature: '9'.repeat(200 * kib) }), {
    code: 'wrong-type',
    path: 'temperature',
    found: /^.{1,120}$/,
  }),
  refused('null for a number', '{"temperature":null}', { code: 'wrong-type', found: /^null$/, suggestion: /Leave the field out/ }),
  refused('true for a number', '{"temperature":true}', { code: 'wrong-type', found: /^true$/ }),
  refused('an object for a number', '{"temperature":{"value":-18.4}}', { code: 'wrong-type', suggestion: /without nesting/ }),
  refused('1e400', '{"temperature":1e400}', { code: 'not-finite', path: 'temperature', expected: /-60 … 60/ }),
  refused('200 KiB of digits', `{"temperature":${'1'.repeat(200 * kib)}}`, { code: 'not-finite' }),
  refused('degrees Fahrenheit', '{"temperature":68}', { code: 'out-of-limits', found: /^68$/, suggestion: /degrees Fahrenheit → 20 °C/ }),
  refused('kelvin', '{"temperature":255.15}', { code: 'out-of-limits', suggestion: /kelvin → -18 °C/ }),
  refused('the mark of a broken sensor', '{"temperature":-127}', { code: 'out-of-limits', suggestion: /sensors send when they fail/ }),
  refused('W for kW', '{"power":7200}', { code: 'out-of-limits', path: 'power', suggestion: /watts → 7\.2 kW/ }, { kind: 'charger' }),
  refused('a total that owes', '{"energy":-1}', { code: 'out-of-limits', path: 'energy' }, { kind: 'charger' }),
  refused('half a compartment', '{"free":1.5}', { code: 'not-whole', path: 'free', suggestion: /Did you mean 2/ }, { kind: 'locker' }),
  refused('a word that is none', '{"door":"opened"}', {
    code: 'unknown-word',
    path: 'door',
    expected: /closed \| open/,
    found: /^"opened"$/,
    suggestion: /Did you mean "open"/,
  }),
  refused('the Chinese label of a word', '{"compressor":"化霜"}', { code: 'unknown-word', found: /化霜/, suggestion: /"defrosting"/ }),
  refused('half a character', '{"door":"\\ud800"}', { code: 'unknown-word', found: /\\ud800/ }),
  refused('a code for a word', '{"door":1}', { code: 'wrong-type', path: 'door', suggestion: /"closed" or "open"/ }),
]

const wrongEnvelope: Nonsense[] = [
  refused('seconds for milliseconds', (now) => `{"ts":${Math.floor(now / 1_000)},"values":{"temperature":-18.4}}`, {
    code: 'ts-unit',
    path: 'ts',
    expected: /^\d{13}$/,
    found: /^\d{10}$/,
    suggestion: /In milliseconds it is \d{13}/,
  }),
  refused('microseconds', (now) => `{"ts":${now}000,"temperature":-18.4}`, { code: 'ts-unit', suggestion: /In milliseconds it is \d{13}/ }),
  refused('the year 1970', '{"ts":86400000,"temperature":-18.4}', {
    code: 'ts-too-old',
    found: /1970-01-02/,
    suggestion: /never to have been set/,
  }),
  refused('too old to keep', (now) => `{"ts":${now - 401 * day},"temperature":-18.4}`, { code: 'ts-too-old', path: 'ts' }),
  refused('two days ahead', (now) => `{"ts":${now + 2 * day},"temperature":-18.4}`, { code: 'ts-future', path: 'ts', expected: /…/ }),
  stored('eight hours ahead', (now) => `{"ts":${now + day / 3},"temperature":-18.4}`, { ...cold, quality: 'uncertain', reason: 'clock' }),
  refused('a time without zone', '{"ts":"2026-01-01T08:00:00","temperature":-18.4}', {
    code: 'ts-without-zone',
    suggestion: /08:00:00\+08:00/,
  }),
  refused('a time in words', '{"ts":"yesterday","temperature":-18.4}', { code: 'ts-invalid', found: /yesterday/ }),
  refused('a time in quotation marks', (now) => `{"ts":"${now}","temperature":-18.4}`, {
    code: 'ts-invalid',
    suggestion: /Send the number \d{13}/,
  }),
  refused('a negative number', '{"seq":-1,"temperature":-18.4}', { code: 'seq-invalid', path: 'seq', found: /-1/ }),
  refused('a number in quotation marks', '{"seq":"42","temperature":-18.4}', { code: 'seq-invalid', suggestion: /Send the number 42/ }),
  refused('an object as boot', '{"seq":1,"boot":{},"temperature":-18.4}', { code: 'boot-invalid', path: 'boot' }),
  refused('a quality in capitals', '{"quality":"GOOD","temperature":-18.4}', {
    code: 'quality-invalid',
    expected: /good/,
    suggestion: /"good"/,
  }),
]

const wrongTopics: Nonsense[] = [
  onTopic('telemetri', { code: 'topic-unknown', expected: /telemetry/, found: /^telemetri$/, suggestion: /Did you mean telemetry/ }),
  onTopic('status', { code: 'topic-unknown', suggestion: /Did you mean state/ }),
  onTopic('command/open', { code: 'down-topic', expected: /telemetry/, found: /command\/open/ }),
  onTopic('raw/dlt645', { code: 'unknown-protocol', found: /dlt645/ }),
  onTopic('reply/1', { code: 'reply-unexpected' }, '{"status":"done"}'),
  onTopic('event/sold', { code: 'unknown-event', expected: /sale/ }, '{"amountFen":350}'),
  onTopic('event/sale', { code: 'not-whole', path: 'amountFen', suggestion: /send 350/ }, '{"amountFen":3.5}'),
  onTopic('state', { code: 'unknown-word', suggestion: /"online"/ }, 'Online'),
  onTopic('birth', { code: 'missing-field', path: 'vendor' }, '{"model":"FZ-100"}'),
  onTopic('//hello', { code: 'topic-unknown', found: /hello/ }),
  onTopic('//kz/v2/freezer/telemetry', { code: 'topic-unknown', suggestion: /kz\/v1\/\{kind\}/ }),
  onTopic('//kz/v1/telemetry', { code: 'topic-unknown' }),
  refused(
    'the kind of another',
    '{"temperature":-18.4}',
    { code: 'wrong-kind', expected: /^freezer$/, found: /^vending$/ },
    { topic: '//kz/v1/vending/{device}/telemetry' },
  ),
  refused(
    'a mobile phone number',
    '{"parcel":"13812345678","compartment":"3"}',
    { code: 'personal-data', path: 'parcel', found: /^1\*+$/ },
    { kind: 'locker', topic: 'event/deposit' },
  ),
]

export const nonsense: readonly Nonsense[] = [...wrongJson, ...wrongBytes, ...wrongShape, ...wrongFields, ...wrongEnvelope, ...wrongTopics]
