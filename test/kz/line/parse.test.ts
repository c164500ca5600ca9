import { describe, expect, it } from 'vitest'
import { KzError } from '../../../kz/kz-error.ts'
import { helpAbout } from '../../../kz/line/help.ts'
import { parse } from '../../../kz/line/parse.ts'
import { groups, registry } from '../../../kz/registry.ts'
import { languageFor } from '../../../kz/terminal/language.ts'

const words = (line: string): string[] => (line === '' ? [] : line.split(' '))

function refusal(line: string): KzError {
  try {
    parse(words(line), registry)
  } catch (error) {
    if (error instanceof KzError) return error
    throw error
  }
  throw new Error(`kz ${line} was accepted`)
}

describe('every command', () => {
  it.each(registry.map((command) => [command.name, command] as const))('%s takes its own example', (name, command) => {
    const asked = parse(words(command.example), registry)

    expect(asked).toMatchObject({ command: { name } })
  })

  it.each(registry.map((command) => [command.name, command] as const))(
    '%s is explained in both languages',
    (name, { options, positionals }) => {
      const zh = helpAbout(name, registry, 'zh')
      const en = helpAbout(name, registry, 'en')

      for (const { summary } of [...Object.values(options), ...Object.values(positionals)]) {
        expect(zh).toContain(summary.zh)
        expect(en).toContain(summary.en)
      }
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en.replaceAll('惠阳小区', '')).not.toMatch(/\p{Script=Han}/u)
    },
  )

  it('belongs to a group that is explained, or stands alone', () => {
    const used = registry.map(({ name }) => name.split(' ')).filter(({ length }) => length > 1)

    expect([...new Set(used.map(([group]) => group))]).toEqual(Object.keys(groups))
  })
})

describe('what is typed', () => {
  it('becomes values of the right type', () => {
    const asked = parse(words('facility add f1 --name x --town shaxi --circles a,b --latitude -31.5 --households 12 --json'), registry)

    expect(asked).toMatchObject({
      given: { id: 'f1', name: 'x', town: 'shaxi', circles: ['a', 'b'], latitude: -31.5, households: 12 },
      globals: { json: true },
    })
  })

  it.each(['device list --help', 'device --help list', 'help device list', '--lang en device list -h'])('asks for help: %s', (line) => {
    expect(parse(words(line), registry)).toEqual({ helpAbout: 'device list' })
  })

  it('may have the options of every command in front', () => {
    expect(parse(words('--url http://x --json device show d1'), registry)).toMatchObject({
      command: { name: 'device show' },
      given: { id: 'd1' },
      globals: { url: 'http://x', json: true },
    })
  })

  it.each([
    ['device', 'Say what to do behind device: add, list, show'],
    ['devise list', 'There is no command devise. Did you mean device?'],
    ['device lst', 'There is no command device lst. Did you mean device list?'],
    ['healt', 'There is no command healt. Did you mean health?'],
    ['frobnicate', 'There is no command frobnicate.'],
    ['help devce', 'There is no command devce. Did you mean device?'],
    ['device list --knid freezer', 'There is no option --knid. Did you mean --kind?'],
    ['device list --zzz', 'There is no option --zzz.'],
    ['--jsn', 'There is no option --jsn. Did you mean --json?'],
    ['device show', 'ID is missing: id of the device.'],
    ['device show a b', 'b is one word too many.'],
    ['device add a --kind freezer', '--facility is missing: the facility it stands in.'],
    ['device add a --kind --facility f', '--kind needs a value: KIND.'],
    ['device add a --facility f --kind', '--kind needs a value: KIND.'],
    ['device list --all=yes', '--all takes no value.'],
    ['device list --limit ten', '--limit cannot be ten: it is a whole number from 1 to 1000.'],
    ['device list --limit 1001', '--limit cannot be 1001: it is a whole number from 1 to 1000.'],
    ['facility add f --name x --town y --latitude 91', '--latitude cannot be 91: it is a number from -90 to 90.'],
    ['device list --state gone', '--state cannot be gone: it is one of online, sleeping, offline, lost, silent, unknown.'],
  ])('%s is refused with a sentence', (line, sentence) => {
    const { words, exitCode } = refusal(line)

    expect(words.en).toContain(sentence)
    expect(words.zh).toMatch(/\p{Script=Han}/u)
    expect(exitCode).toBe(2)
  })
})

describe('the language', () => {
  it.each([
    [['--lang', 'en'], { KZ_LOCALE: 'zh', LANG: 'zh_CN.UTF-8' }, 'en'],
    [['device', 'list', '--lang=zh'], { LANG: 'en_US.UTF-8' }, 'zh'],
    [[], { KZ_LOCALE: 'en', LANG: 'zh_CN.UTF-8' }, 'en'],
    [[], { LC_ALL: 'en_GB.UTF-8', LANG: 'zh_CN.UTF-8' }, 'en'],
    [[], { LANG: 'zh_CN.UTF-8' }, 'zh'],
    [[], { LANG: 'de_DE.UTF-8' }, 'zh'],
    [[], {}, 'zh'],
  ] as const)('%j with %j is %s', (args, environment, language) => {
    expect(languageFor(args, environment)).toBe(language)
  })
})
