import { describe, expect, it, test } from 'vitest'
import { expectReadable, receivedAt, refusalOfReading } from './refused.ts'

interface Case {
  name: string
  kind?: string
  sends: string | Uint8Array
  code: string
  path?: string | undefined
  /** What the English suggestion has to contain. */
  meant?: string
}

const day = 86_400_000

const cases: Case[] = [
  // Bytes
  { name: 'nothing', sends: '', code: 'empty' },
  { name: 'blanks only', sends: ' \r\n\t', code: 'empty' },
  { name: 'a byte order mark only', sends: '\ufeff', code: 'empty' },
  {
    name: 'GBK',
    sends: Uint8Array.from([0x7b, 0x22, 0xce, 0xc2, 0xb6, 0xc8, 0x22, 0x3a, 0x31, 0x7d]),
    code: 'not-utf8',
    path: 'byte 3',
    meant: 'GBK',
  },
  { name: 'Latin-1', sends: Buffer.from('{"unit":"18°C"}', 'latin1'), code: 'not-utf8', path: 'byte 12' },
  { name: 'UTF-16 with its mark', sends: Buffer.from('\ufeff{"temperature":1}', 'utf16le'), code: 'not-utf8' },
  { name: 'UTF-16 without mark', sends: Buffer.from('{"temperature":1}', 'utf16le'), code: 'not-utf8' },
  { name: 'UTF-16, big end first', sends: Buffer.from('{"temperature":1}', 'utf16le').swap16(), code: 'not-utf8' },
  { name: 'gzip', sends: Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0xff]), code: 'not-utf8', meant: 'uncompressed' },
  { name: 'a DL/T 645 frame', sends: Buffer.from('68665544332211681104333334b32216', 'hex'), code: 'not-utf8', meant: 'raw/dlt645' },
  { name: 'a Modbus frame of low bytes', sends: Uint8Array.from([1, 3, 2, 0, 0x44, 0x38, 0x33]), code: 'not-json', meant: 'raw/' },
  { name: 'a Modbus frame', sends: Uint8Array.from([1, 3, 2, 0, 0xb4, 0xb8, 0x33]), code: 'not-utf8', meant: 'raw/modbus' },
  { name: 'a Modbus frame damaged', sends: Uint8Array.from([1, 3, 2, 0, 0xb4, 0xff, 0xff]), code: 'not-utf8', meant: 'raw/modbus' },
  { name: 'a Modbus request', sends: Buffer.from('010300000002c40b', 'hex'), code: 'not-utf8', meant: 'raw/modbus' },
  { name: 'a Modbus frame over TCP', sends: Buffer.from('000100000005010302ff38', 'hex'), code: 'not-utf8', meant: 'raw/modbus' },
  { name: 'a whole DL/T 645 frame', sends: Buffer.from('68665544332211681104333334332a16', 'hex'), code: 'not-json', meant: 'raw/dlt645' },
  {
    name: 'a DL/T 645 frame that wakes the line first',
    sends: Buffer.from('fefefefe6866554433221168910833333433b3c3d3e32216', 'hex'),
    code: 'not-utf8',
    meant: 'raw/dlt645',
  },
  { name: 'a CJ/T 188 frame', sends: Buffer.from('6810aaaaaaaaaaaaaa0103901f00b116', 'hex'), code: 'not-utf8', meant: 'raw/cjt188' },
  { name: 'half a character at the end', sends: Buffer.from('{"a":"温').subarray(0, -1), code: 'not-utf8', path: 'byte 7' },

  // JSON
  { name: 'single quotation marks', sends: "{'temperature':1}", code: 'not-json', path: 'line 1 column 2', meant: 'json.dumps' },
  { name: 'the repr of a Python dict', sends: '{"door":None}', code: 'not-json', path: 'line 1 column 9', meant: 'json.dumps' },
  { name: 'True', sends: '{"door":True}', code: 'not-json', path: 'line 1 column 9', meant: 'json.dumps' },
  { name: 'a trailing comma', sends: '{"temperature":1,}', code: 'not-json', path: 'line 1 column 18', meant: 'comma' },
  { name: 'a trailing comma in a list', sends: '[{"temperature":1},]', code: 'not-json', path: 'line 1 column 20', meant: 'comma' },
  { name: 'NaN', sends: '{"temperature":NaN}', code: 'not-json', path: 'line 1 column 16', meant: 'Leave the field out' },
  { name: 'minus infinity', sends: '{"temperature":-Infinity}', code: 'not-json', path: 'line 1 column 16', meant: 'Leave the field out' },
  { name: 'nan of C', sends: '{"temperature":-nan}', code: 'not-json', path: 'line 1 column 16', meant: 'Leave the field out' },
  { name: 'an unquoted name', sends: '{temperature:1}', code: 'not-json', path: 'line 1 column 2', meant: 'name into double' },
  { name: 'an unquoted text', sends: '{"door":open}', code: 'not-json', path: 'line 1 column 9', meant: 'text into double' },
  { name: 'a decimal comma', sends: '{"temperature":-18,4}', code: 'not-json', path: 'line 1 column 19', meant: 'Use a point' },
  { name: 'a message cut off', sends: '{\n "temperature":-18.4', code: 'not-json', path: 'line 2 column 21', meant: 'buffer' },
  { name: 'a word cut off', sends: '{"temperature":nul', code: 'not-json', path: 'line 1 column 16', meant: 'buffer' },
  { name: 'an escape cut off', sends: '{"reason":"\\u26', code: 'not-json', path: 'line 1 column 12', meant: 'buffer' },
  { name: 'two objects', sends: '{"temperature":1}\n{"temperature":2}', code: 'not-json', path: 'line 2 column 1', meant: 'array' },
  { name: 'a terminating zero', sends: '{"temperature":1}\0', code: 'not-json', path: 'line 1 column 18', meant: 'terminating zero' },
  { name: 'the rest of an earlier message', sends: '{"temperature":1}.4}', code: 'not-json', path: 'line 1 column 18' },
  { name: 'full-width punctuation', sends: '{"temperature"：1}', code: 'not-json', path: 'line 1 column 15', meant: 'JSON library' },
  {
    name: 'a number in full-width digits',
    sends: '{"temperature":－１８．４}',
    code: 'not-json',
    path: 'line 1 column 16',
    meant: 'ASCII digits',
  },
  {
    name: 'full-width digits behind a minus',
    sends: '{"temperature":-１８}',
    code: 'not-json',
    path: 'line 1 column 16',
    meant: 'ASCII digits',
  },
  { name: 'typographic quotation marks', sends: '{“temperature”:1}', code: 'not-json', path: 'line 1 column 2', meant: 'JSON library' },
  { name: 'an equals sign', sends: '{"temperature"=1}', code: 'not-json', path: 'line 1 column 15' },
  { name: 'a semicolon', sends: '{"temperature":1;"humidity":2}', code: 'not-json', path: 'line 1 column 17' },
  {
    name: 'a leading zero',
    sends: '{"temperature":018}',
    code: 'not-json',
    path: 'line 1 column 16',
    meant: 'Write 18; or if it is an id',
  },
  { name: 'a plus sign', sends: '{"temperature":+18}', code: 'not-json', path: 'line 1 column 16', meant: 'Write 18.' },
  { name: 'a leading zero below zero', sends: '{"temperature":-018}', code: 'not-json', path: 'line 1 column 16', meant: 'Write -18.' },
  {
    name: 'a leading zero before a fraction',
    sends: '{"temperature":-00.4}',
    code: 'not-json',
    path: 'line 1 column 16',
    meant: 'Write -0.4.',
  },
  { name: 'no digit before the point', sends: '{"temperature":-.5}', code: 'not-json', path: 'line 1 column 16', meant: 'Write -0.5.' },
  { name: 'a point without sign', sends: '{"temperature":.5}', code: 'not-json', path: 'line 1 column 16', meant: 'Write 0.5.' },
  { name: 'no digit behind the point', sends: '{"temperature":5.}', code: 'not-json', path: 'line 1 column 16', meant: 'Write 5.' },
  { name: 'a number and its unit', sends: '{"temperature":-18.4°C}', code: 'not-json', path: 'line 1 column 16', meant: 'Write -18.4.' },
  { name: 'a number and a letter', sends: '{"temperature":-18.4C}', code: 'not-json', path: 'line 1 column 16', meant: 'Write -18.4.' },
  { name: 'a fraction and a letter', sends: '{"temperature":18.4C}', code: 'not-json', path: 'line 1 column 16', meant: 'Write 18.4.' },
  { name: 'a percentage', sends: '{"temperature":48 %}', code: 'not-json', path: 'line 1 column 16', meant: 'Write 48.' },
  {
    name: 'a date without quotation marks',
    sends: '{"temperature":2026-08-10T12:00:00Z}',
    code: 'not-json',
    path: 'line 1 column 16',
    meant: 'text into double',
  },
  { name: 'a hexadecimal number', sends: '{"temperature":0x12}', code: 'not-json', path: 'line 1 column 16', meant: 'Write 18.' },
  { name: 'a line break in a text', sends: '{"reason":"a\nb"}', code: 'not-json', path: 'line 1 column 13', meant: '\\n' },
  { name: 'a Windows path', sends: '{"reason":"C:\\data"}', code: 'not-json', path: 'line 1 column 14', meant: 'backslash' },
  { name: 'a comment', sends: '{"temperature":1 /* ok */}', code: 'not-json', path: 'line 1 column 18', meant: 'comment' },
  { name: 'hexadecimal text', sends: '68 99 68 11 04 16', code: 'not-json', meant: 'raw/', path: 'line 1 column 4' },
  {
    name: 'Base64',
    sends: Buffer.from('{"temperature":-18.4}').toString('base64'),
    code: 'not-json',
    path: 'line 1 column 1',
    meant: 'Decode',
  },
  { name: 'name=value', sends: 'temperature=-18.4', code: 'not-json', path: 'line 1 column 1', meant: '{"name": value}' },
  { name: 'XML', sends: '<t>1</t>', code: 'not-json', path: 'line 1 column 1', meant: 'JSON' },
  { name: 'a line of CSV', sends: '-18.4;48', code: 'not-json', path: 'line 1 column 6', meant: '"field"' },
  { name: 'a word', sends: 'hello', code: 'not-json', path: 'line 1 column 1' },
  { name: 'deep nesting', sends: `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, code: 'too-deep' },
  { name: 'a hundred thousand brackets', sends: '['.repeat(100_000), code: 'too-deep' },
  { name: 'a hundred thousand objects', sends: '{"a":'.repeat(100_000), code: 'too-deep' },

  // Shape
  { name: 'a number', sends: '-18.4', code: 'not-an-object' },
  { name: 'a text', sends: '"-18.4"', code: 'not-an-object' },
  { name: 'JSON encoded twice', sends: '"{\\"temperature\\":-18}"', code: 'not-an-object', meant: 'send {"temperature":-18} itself' },
  {
    name: 'values encoded twice',
    sends: '{"values":"{\\"temperature\\":-18}"}',
    code: 'wrong-type',
    path: 'values',
    meant: 'encoded twice',
  },
  { name: 'JSON in a field', sends: '{"payload":"{\\"temperature\\":-18}"}', code: 'no-known-field', meant: 'encoded twice' },
  { name: 'null', sends: 'null', code: 'not-an-object' },
  { name: 'a list in a list', sends: '[[1]]', code: 'not-an-object' },
  { name: 'no field', sends: '{}', code: 'no-known-field' },
  {
    name: 'unknown fields only',
    sends: '{"temp":-18.4,"hum":48}',
    code: 'no-known-field',
    meant: '"temp" → "temperature", "hum" → "humidity"',
  },
  {
    name: 'unknown fields under values',
    sends: '{"values":{"Temp":1}}',
    code: 'no-known-field',
    path: 'values',
    meant: '"Temp" → "temperature"',
  },
  { name: 'values under data', sends: '{"data":{"temperature":1}}', code: 'no-known-field', meant: 'Rename "data" to "values"' },
  {
    name: 'values under data, with a time',
    sends: `{"ts":${receivedAt},"data":{"temperature":1}}`,
    code: 'missing-field',
    path: 'values',
    meant: 'Rename "data"',
  },
  {
    name: 'a list in an object',
    sends: '{"readings":[{"temperature":1}]}',
    code: 'no-known-field',
    meant: 'Send the array under "readings" itself',
  },
  { name: 'name and value', sends: '{"name":"temperature","value":1}', code: 'no-known-field', meant: '{"temperature": value}' },
  { name: 'an envelope without values', sends: '{"seq":1,"quality":"good"}', code: 'missing-field', path: 'values' },
  { name: 'values as a list', sends: '{"values":[1]}', code: 'wrong-type', path: 'values' },
  { name: 'values as null', sends: '{"values":null}', code: 'wrong-type', path: 'values' },
  { name: 'names every object has', sends: '{"__proto__":{"temperature":1},"constructor":1,"toString":2}', code: 'no-known-field' },

  // Values
  { name: 'a number as text', sends: '{"temperature":"-18.4"}', code: 'wrong-type', path: 'temperature', meant: 'the number -18.4' },
  {
    name: 'a number under values as text',
    sends: '{"values":{"temperature":"18.5"}}',
    code: 'wrong-type',
    path: 'values.temperature',
    meant: 'the number 18.5',
  },
  {
    name: 'a decimal comma in a text',
    sends: '{"temperature":"-18,4"}',
    code: 'wrong-type',
    path: 'temperature',
    meant: 'the number -18.4',
  },
  {
    name: 'a number with its unit',
    sends: '{"temperature":"-18.4 ℃"}',
    code: 'wrong-type',
    path: 'temperature',
    meant: 'the number -18.4',
  },
  { name: 'full-width digits', sends: '{"temperature":"１８．５"}', code: 'wrong-type', path: 'temperature', meant: 'the number 18.5' },
  {
    name: 'a text out of limits',
    sends: '{"temperature":"184"}',
    code: 'wrong-type',
    path: 'temperature',
    meant: 'outside the limits, too',
  },
  { name: 'a text for a number', sends: '{"temperature":"n/a"}', code: 'wrong-type', path: 'temperature', meant: 'Leave the field out' },
  { name: 'null for a number', sends: '{"temperature":null}', code: 'wrong-type', path: 'temperature', meant: 'Leave the field out' },
  { name: 'true for a number', sends: '{"temperature":true}', code: 'wrong-type', path: 'temperature' },
  { name: 'a list for a number', sends: '{"temperature":[1]}', code: 'wrong-type', path: 'temperature', meant: 'without nesting' },
  {
    name: 'an object for a number',
    sends: '{"temperature":{"value":1}}',
    code: 'wrong-type',
    path: 'temperature',
    meant: 'without nesting',
  },
  { name: 'a number beyond all numbers', sends: '{"temperature":1e400}', code: 'not-finite', path: 'temperature' },
  { name: 'a huge number', sends: '{"temperature":1e300}', code: 'out-of-limits', path: 'temperature' },
  {
    name: 'degrees Fahrenheit',
    sends: '{"temperature":65.3}',
    code: 'out-of-limits',
    path: 'temperature',
    meant: 'degrees Fahrenheit → 18.5 °C',
  },
  { name: 'kelvin', sends: '{"temperature":254.75}', code: 'out-of-limits', path: 'temperature', meant: 'kelvin → -18.4 °C' },
  { name: 'tenths of a degree', sends: '{"temperature":-184}', code: 'out-of-limits', path: 'temperature', meant: 'tenths → -18.4 °C' },
  { name: 'a broken sensor', sends: '{"temperature":-127}', code: 'out-of-limits', path: 'temperature', meant: 'when they fail' },
  { name: 'watts', kind: 'charger', sends: '{"power":7000}', code: 'out-of-limits', path: 'power', meant: 'watts → 7 kW' },
  {
    name: 'millivolts',
    kind: 'charger',
    sends: '{"voltage":398200}',
    code: 'out-of-limits',
    path: 'voltage',
    meant: 'millivolts → 398.2 V',
  },
  {
    name: 'tenths of a volt',
    kind: 'meter',
    sends: '{"voltageA":2301}',
    code: 'out-of-limits',
    path: 'voltageA',
    meant: 'tenths → 230.1 V',
  },
  {
    name: 'milliamperes',
    kind: 'charger',
    sends: '{"current":16000}',
    code: 'out-of-limits',
    path: 'current',
    meant: 'milliamperes → 16 A',
  },
  {
    name: 'a percentage for a factor',
    kind: 'meter',
    sends: '{"powerFactor":95}',
    code: 'out-of-limits',
    path: 'powerFactor',
    meant: 'hundredths → 0.95',
  },
  { name: 'a total below zero', sends: '{"energy":-1}', code: 'out-of-limits', path: 'energy' },
  { name: 'a total in Wh of a fleet', sends: '{"energy":2e12}', code: 'out-of-limits', path: 'energy', meant: 'watt-hours' },
  { name: 'half a compartment', kind: 'locker', sends: '{"free":3.5}', code: 'not-whole', path: 'free', meant: '4' },
  { name: 'a count below zero', kind: 'locker', sends: '{"free":-1}', code: 'out-of-limits', path: 'free' },
  { name: 'true for a word', sends: '{"door":true}', code: 'wrong-type', path: 'door', meant: 'manual' },
  { name: 'a number for a word', sends: '{"door":1}', code: 'wrong-type', path: 'door', meant: 'manual' },
  { name: 'null for a word', sends: '{"door":null}', code: 'wrong-type', path: 'door', meant: 'Leave the field out' },
  { name: 'a word in capitals', sends: '{"door":"OPEN"}', code: 'unknown-word', path: 'door', meant: '"open"' },
  { name: 'a word with blanks', sends: '{"door":"open "}', code: 'unknown-word', path: 'door', meant: '"open"' },
  { name: 'the Chinese label of a word', sends: '{"compressor":"化霜"}', code: 'unknown-word', path: 'compressor', meant: '"defrosting"' },
  {
    name: 'a word misspelled',
    kind: 'charger',
    sends: '{"status":"chargeing"}',
    code: 'unknown-word',
    path: 'status',
    meant: '"charging"',
  },
  { name: 'a word unheard of', sends: '{"door":"ajar"}', code: 'unknown-word', path: 'door' },
  { name: 'the second field of the kind', sends: '{"humidity":"x","temperature":1,"door":"x"}', code: 'unknown-word', path: 'door' },
  { name: 'a text of 200 KiB', sends: `{"temperature":"${'9'.repeat(200 * 1_024)}"}`, code: 'wrong-type', path: 'temperature' },
  { name: 'a word of 200 KiB', sends: `{"door":"${'\\u0007'.repeat(34_000)}"}`, code: 'unknown-word', path: 'door' },
  { name: 'a name of 200 KiB', sends: `{"${'\\n'.repeat(100 * 1_024)}":1}`, code: 'no-known-field' },
  { name: 'a text that turns the line round', sends: '{"door":"\\u202eneпo\\u0000"}', code: 'unknown-word', path: 'door' },

  // Envelope
  { name: 'seconds', sends: '{"ts":1786334400,"temperature":1}', code: 'ts-unit', path: 'ts', meant: '1786334400000' },
  { name: 'seconds with a fraction', sends: '{"ts":1786334400.25,"temperature":1}', code: 'ts-unit', path: 'ts', meant: '1786334400250' },
  { name: 'microseconds', sends: '{"ts":1786334400000000,"temperature":1}', code: 'ts-unit', path: 'ts', meant: '1786334400000' },
  { name: 'nanoseconds', sends: '{"ts":1786334400000000000,"temperature":1}', code: 'ts-unit', path: 'ts', meant: '1786334400000' },
  { name: '1970', sends: '{"ts":0,"temperature":1}', code: 'ts-too-old', path: 'ts', meant: 'never to have been set' },
  { name: 'time since the start', sends: '{"ts":73512,"temperature":1}', code: 'ts-too-old', path: 'ts', meant: 'never to have been set' },
  { name: 'a time before 1970', sends: '{"ts":-5,"temperature":1}', code: 'ts-too-old', path: 'ts' },
  {
    name: 'a time longer ago than readings are kept',
    sends: `{"ts":${receivedAt - 401 * day},"temperature":1}`,
    code: 'ts-too-old',
    path: 'ts',
  },
  { name: 'the day after tomorrow', sends: `{"ts":${receivedAt + day + 1},"temperature":1}`, code: 'ts-future', path: 'ts' },
  { name: 'the far future', sends: '{"ts":"9999-12-31T23:59:59Z","temperature":1}', code: 'ts-future', path: 'ts' },
  { name: 'a time beyond all dates', sends: '{"ts":1e300,"temperature":1}', code: 'ts-future', path: 'ts' },
  { name: 'a time beyond all numbers', sends: '{"ts":1e400,"temperature":1}', code: 'ts-invalid', path: 'ts' },
  {
    name: 'a time without zone',
    sends: '{"ts":"2026-08-10 12:00:00","temperature":1}',
    code: 'ts-without-zone',
    path: 'ts',
    meant: '2026-08-10T12:00:00+08:00',
  },
  {
    name: 'milliseconds as text',
    sends: '{"ts":"1786334400000","temperature":1}',
    code: 'ts-invalid',
    path: 'ts',
    meant: 'the number 1786334400000',
  },
  {
    name: 'seconds as text',
    sends: '{"ts":"1786334400","temperature":1}',
    code: 'ts-invalid',
    path: 'ts',
    meant: 'the number 1786334400000',
  },
  {
    name: 'digits of a date',
    sends: '{"ts":20260810120000,"temperature":1}',
    code: 'ts-invalid',
    path: 'ts',
    meant: '2026-08-10T12:00:00+08:00',
  },
  {
    name: 'a date with slashes',
    sends: '{"ts":"2026/8/10 12:00","temperature":1}',
    code: 'ts-invalid',
    path: 'ts',
    meant: '2026-08-10T12:00:00+08:00',
  },
  {
    name: 'a Chinese date',
    sends: '{"ts":"2026年8月10日 12时00分","temperature":1}',
    code: 'ts-invalid',
    path: 'ts',
    meant: '2026-08-10T12:00:00+08:00',
  },
  { name: '30 February', sends: '{"ts":"2026-02-30T12:00:00Z","temperature":1}', code: 'ts-invalid', path: 'ts' },
  { name: 'a truth value for a time', sends: '{"ts":true,"temperature":1}', code: 'ts-invalid', path: 'ts' },
  { name: 'a number as text for seq', sends: '{"seq":"421","temperature":1}', code: 'seq-invalid', path: 'seq', meant: 'the number 421' },
  { name: 'seq below zero', sends: '{"seq":-1,"temperature":1}', code: 'seq-invalid', path: 'seq' },
  { name: 'half a seq', sends: '{"seq":1.5,"temperature":1}', code: 'seq-invalid', path: 'seq' },
  { name: 'seq beyond what is exact', sends: '{"seq":9007199254740993,"temperature":1}', code: 'seq-invalid', path: 'seq' },
  { name: 'an empty boot', sends: '{"boot":"","temperature":1}', code: 'boot-invalid', path: 'boot' },
  { name: 'an object for boot', sends: '{"boot":{},"temperature":1}', code: 'boot-invalid', path: 'boot' },
  { name: 'quality in capitals', sends: '{"quality":"GOOD","temperature":1}', code: 'quality-invalid', path: 'quality', meant: '"good"' },
  { name: 'quality of OPC', sends: '{"quality":64,"temperature":1}', code: 'quality-invalid', path: 'quality', meant: '"uncertain"' },
  { name: 'quality in Chinese', sends: '{"quality":"异常","temperature":1}', code: 'quality-invalid', path: 'quality', meant: '"bad"' },
  { name: 'an object for the reason', sends: '{"reason":{},"temperature":1}', code: 'wrong-type', path: 'reason' },
]

describe('a reading that cannot be stored says why', () => {
  test.each(cases)('$name', ({ kind = 'freezer', sends, code, path, meant }) => {
    const rejection = refusalOfReading(kind, sends)

    expect(rejection).toMatchObject({ code })
    if (rejection?.code !== 'not-json' || path !== undefined) expect(rejection?.path).toBe(path)
    if (meant !== undefined) expect(rejection?.suggestion?.en).toContain(meant)
    expectReadable(rejection!)
  })
})

it('explains the largest messages in a moment', () => {
  const largest = 256 * 1_024
  const hostile = [
    '['.repeat(largest),
    `{"a":"${'['.repeat(largest)}`,
    `[${'1,'.repeat(largest / 2)}`,
    `{"a":"${'\\'.repeat(largest)}`,
    '"'.repeat(largest),
    `{"${'a'.repeat(largest)}`,
    ' '.repeat(largest),
    '\n'.repeat(largest - 1).concat('x'),
    `[${'{},'.repeat(largest / 3)}`,
    `[${'-'.repeat(largest)}`,
    `[${'tru '.repeat(largest / 4)}`,
    Buffer.alloc(largest, 0xce),
    Buffer.alloc(largest, '\ufffd').fill(0xff, largest - 1),
    Buffer.alloc(largest, 0),
  ]

  for (const message of hostile) {
    const rejection = refusalOfReading('freezer', message)
    expect(rejection?.code).toMatch(/^(too-deep|not-json|not-utf8|empty)$/)
    expectReadable(rejection!)
  }
})
