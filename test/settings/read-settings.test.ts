import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gatewaySettings, ingestSettings, registerSettings, simSettings, supervisorSettings } from '../../settings/processes.ts'
import { readSettings, SettingsError, unknownSettings } from '../../settings/read-settings.ts'

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(supervisorSettings, environment)
  } catch (error) {
    if (error instanceof SettingsError) return error.faults
    throw error
  }
  return []
}

describe('an empty environment', () => {
  it('gives the documented defaults', () => {
    const read = readSettings(supervisorSettings, {})

    expect(read).toEqual({
      KZ_DATA: './data',
      KZ_KINDS: join('data', 'kinds'),
      KZ_BIND: '127.0.0.1',
      KZ_MQTT_PORT: 1883,
      KZ_MQTTS_PORT: 8883,
      KZ_MQTT_WS_PORT: 8083,
      KZ_HTTP_PORT: 8080,
      KZ_OCPP_PORT: 9000,
      KZ_DTU_PORT: 9001,
      KZ_PUSH_PORT: 9002,
      KZ_NODERED_PORT: 1880,
      KZ_INFLUX_ORG: 'kezhong',
      KZ_INFLUX_BUCKET: 'kezhong',
      KZ_JOURNAL_DAYS: 7,
      KZ_READINGS_DAYS: 400,
      KZ_REPORT_ISSUER: '太仓市商务局',
      KZ_QUARANTINE_DAYS: 90,
      KZ_TIMEZONE: 'Asia/Shanghai',
      KZ_LOCALE: 'zh',
      KZ_DEVICE_RATE: 100,
      KZ_MAX_CONNECTIONS: 20_000,
      KZ_LOG_LEVEL: 'info',
    })
  })

  it('is what a compose file with empty values means too', () => {
    expect(readSettings(supervisorSettings, { KZ_INFLUX_URL: '', KZ_MQTT_PORT: '', KZ_TLS_CERT: '' })).toEqual(
      readSettings(supervisorSettings, {}),
    )
  })
})

describe('each process', () => {
  const environment = {
    KZ_DATA: '/srv/kz',
    KZ_MQTT_PORT: '0',
    KZ_ADMIN_PASSWORD: 'correct horse',
    KZ_GATEWAY_URL: 'http://gateway:9002',
    PATH: '/bin',
  }

  it.each([
    ['gateway', gatewaySettings, { KZ_MQTT_PORT: 0, KZ_MAX_CONNECTIONS: 20_000 }, ['KZ_ADMIN_PASSWORD', 'KZ_INFLUX_URL']],
    ['ingest', ingestSettings, { KZ_GATEWAY_URL: 'http://gateway:9002', KZ_ADMIN_PASSWORD: 'correct horse' }, ['KZ_MQTT_PORT']],
    ['register', registerSettings, { KZ_ADMIN_PASSWORD: 'correct horse' }, ['KZ_HTTP_PORT']],
    ['sim', simSettings, { KZ_MQTT_PORT: 0, KZ_BIND: '127.0.0.1' }, ['KZ_ADMIN_PASSWORD']],
  ])('%s gets its own settings and no others', (_, schema, expected, absent) => {
    const read = readSettings(schema, environment)

    expect(read).toMatchObject({ KZ_DATA: '/srv/kz', KZ_KINDS: '/srv/kz/kinds', ...expected })
    for (const name of [...absent, 'PATH']) expect(read).not.toHaveProperty(name)
  })

  it('is not stopped by a fault in a setting of another', () => {
    expect(() => readSettings(ingestSettings, { KZ_DEVICE_RATE: 'fast' })).not.toThrow()
  })
})

describe('a wrong setting', () => {
  it.each([
    ['KZ_MQTT_PORT', 'abc', 'a whole number from 0 to 65535'],
    ['KZ_MQTT_PORT', '65536', 'a whole number from 0 to 65535'],
    ['KZ_HTTP_PORT', '-1', 'a whole number from 0 to 65535'],
    ['KZ_HTTP_PORT', '80.5', 'a whole number from 0 to 65535'],
    ['KZ_HTTP_PORT', '0x50', 'a whole number from 0 to 65535'],
    ['KZ_DEVICE_RATE', '1e3', 'a whole number from 0 to 1000000'],
    ['KZ_MAX_CONNECTIONS', '0', 'a whole number from 1 to 1000000'],
    ['KZ_READINGS_DAYS', '0', 'a whole number from 1 to 36500'],
    ['KZ_TIMEZONE', 'Asia/Taicang', 'a time zone of the IANA list, such as Asia/Shanghai'],
    ['KZ_LOCALE', 'de', 'one of zh, en'],
    ['KZ_LOG_LEVEL', 'loud', 'one of fatal, error, warn, info, debug, trace, silent'],
    ['KZ_BIND', '127.0.0.256', 'an IP address or a host name, without a port'],
    ['KZ_BIND', 'localhost:8080', 'an IP address or a host name, without a port'],
    ['KZ_TRUSTED_PROXIES', 'loopback', 'IP addresses or ranges separated by commas, such as 127.0.0.1, 10.0.0.0/8'],
    ['KZ_TRUSTED_PROXIES', '0.0.0.0/0', 'IP addresses or ranges separated by commas, such as 127.0.0.1, 10.0.0.0/8'],
    ['KZ_TRUSTED_PROXIES', '127.0.0.1,', 'IP addresses or ranges separated by commas, such as 127.0.0.1, 10.0.0.0/8'],
    ['KZ_INFLUX_URL', 'influx:8086', 'an address with http:// or https:// and without user or password in it'],
    ['KZ_GATEWAY_URL', 'gateway', 'an address with http:// or https:// and without user or password in it'],
  ])('%s=%s is named with its value and what is expected', (name, value, expected) => {
    expect(faultsOf({ [name]: value })).toEqual([`${name} is "${value}", but must be ${expected}`])
  })

  it('is reported together with all the others, also those between settings', () => {
    const faults = faultsOf({ KZ_MQTT_PORT: 'x', KZ_LOCALE: 'fr', KZ_TLS_CERT: '/cert.pem', KZ_OCPP_PORT: '8080', KZ_DTU_PORT: '8080' })

    expect(faults).toEqual([
      expect.stringContaining('KZ_MQTT_PORT is "x"'),
      expect.stringContaining('KZ_LOCALE is "fr"'),
      'KZ_TLS_KEY is not set, but must be set, as KZ_TLS_CERT is',
      'KZ_OCPP_PORT is "8080", but must differ from KZ_HTTP_PORT',
      'KZ_DTU_PORT is "8080", but must differ from KZ_HTTP_PORT',
    ])
  })

  it('names the default when that is what it clashes with', () => {
    expect(faultsOf({ KZ_HTTP_PORT: '9000' })).toEqual(['KZ_OCPP_PORT is "9000" by default, but must differ from KZ_HTTP_PORT'])
    expect(faultsOf({ KZ_HTTP_PORT: '8883' })).toEqual([])
  })

  it('makes one message with a line for each', () => {
    expect(() => readSettings(gatewaySettings, { KZ_MQTT_PORT: 'x', KZ_LOCALE: 'fr' })).toThrow(
      /^The settings cannot be used:\n {2}KZ_LOCALE is .*\n {2}KZ_MQTT_PORT is .*\n.*\.env\.example/,
    )
  })

  it('does not show the password in an address', () => {
    const [fault] = faultsOf({ KZ_INFLUX_URL: 'http://admin:hunter2@influx:8086' })

    expect(fault).toContain('"http://***@influx:8086"')
  })
})

describe('what is accepted', () => {
  it.each([
    ['KZ_BIND', '::'],
    ['KZ_BIND', '0.0.0.0'],
    ['KZ_BIND', 'gateway.local'],
    ['KZ_TIMEZONE', 'UTC'],
    ['KZ_INFLUX_URL', 'https://influx.example.org/base/'],
  ] as const)('%s=%s', (name, value) => {
    expect(readSettings(supervisorSettings, { [name]: value })[name]).toBe(value)
  })

  it('several proxies', () => {
    expect(readSettings(ingestSettings, { KZ_TRUSTED_PROXIES: '127.0.0.1, fd00::/8' }).KZ_TRUSTED_PROXIES).toEqual([
      '127.0.0.1',
      'fd00::/8',
    ])
  })

  it('any number of ports 0 (any free one)', () => {
    expect(faultsOf({ KZ_MQTT_PORT: '0', KZ_HTTP_PORT: '0', KZ_NODERED_PORT: '0' })).toEqual([])
  })
})

describe('an unknown name', () => {
  it('is told apart from settings, with the name that was probably meant', () => {
    expect(unknownSettings({ KZ_MQTTPORT: '1', KZ_DATA: 'x', HOME: '/' })).toEqual([
      'KZ_MQTTPORT is not a setting and is ignored; did you mean KZ_MQTT_PORT?',
    ])
  })
})
