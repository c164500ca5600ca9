import { describe, expect, it } from 'vitest'
import { type ImportOptions, importDevices, importFacilities, type RowFault } from '../../register/import.ts'
import type { Register } from '../../register/register.ts'
import { hour, openAgain, openFurnished, start } from './open-register.ts'

const header = 'id,kind,facility,model,vendor,password'

async function devicesIn(register: Register, csv: string | Uint8Array, options?: ImportOptions) {
  const done = await importDevices(register, csv, options)
  if ('faults' in done) throw new Error(`refused: ${JSON.stringify(done.faults)}`)
  return done
}

async function faultsOf(register: Register, csv: string | Uint8Array, options?: ImportOptions): Promise<readonly RowFault[]> {
  const done = await importDevices(register, csv, options)
  return 'faults' in done ? done.faults : []
}

describe('an import of devices', () => {
  it('adds them all and gives their passwords, made or given', async () => {
    const { register } = await openFurnished()

    const done = await devicesIn(register, `${header}\nm-1,meter,east,M3,表厂,\nm-2,meter,west,,,burnt-into-hardware\n`)

    expect(done).toMatchObject({
      added: 2,
      changed: 0,
      credentials: [{ username: 'm-1' }, { username: 'm-2', password: 'burnt-into-hardware' }],
    })
    expect(register.device('m-1')).toMatchObject({ kind: 'meter', facility: 'east', model: 'M3', vendor: '表厂', demo: false })
    expect(register.device('m-2')).not.toHaveProperty('model')
    for (const { username, password } of done.credentials) expect(await register.verifyCredential(username, password)).toBe('ok')
    expect(register.placeAt('m-1', start)?.town).toBe('loudong')
  })

  it.each([
    ['columns in another order, and only those needed', 'facility,id,kind\neast,m-1,meter'],
    ['a byte order mark', '\uFEFFid,kind,facility\nm-1,meter,east'],
    ['line ends of Windows, and empty rows', 'id,kind,facility\r\n\r\nm-1,meter,east\r\n,,\r\n'],
    ['quotes and spaces', '"id", kind ,facility\n" m-1","meter", east'],
    ['bytes in UTF-8', Buffer.from('\uFEFFid,kind,facility,vendor\nm-1,meter,east,表厂')],
  ])('takes %s', async (_, csv) => {
    const { register } = await openFurnished()

    expect(await devicesIn(register, csv)).toMatchObject({ added: 1 })
    expect(register.device('m-1')?.facility).toBe('east')
  })

  it("takes no device of the administrator's name", async () => {
    const { register } = await openFurnished()

    const faults = await faultsOf(register, 'id,kind,facility\nm-1,meter,east\nadmin,meter,east')

    expect(faults).toEqual([
      { row: 3, column: 'id', message: { zh: expect.stringContaining('管理员'), en: expect.stringContaining('admin') } },
    ])
    expect(register.device('m-1')).toBeUndefined()
  })

  it('of a header alone adds nothing', async () => {
    const { register } = await openFurnished()

    expect(await devicesIn(register, header)).toEqual({ added: 0, changed: 0, credentials: [] })
  })

  it('names every bad row with its column, and then adds none of them', async () => {
    const { register } = await openFurnished()
    const rows = [
      'm-1,meter,east,,,',
      'M-2,meter,east,,,',
      'm-3,metre,east,,,',
      '',
      'm-4,meter,estate,,,short',
      'm-1,meter,west,,,',
      'locker-1,locker,east,,,',
      ',meter,east,,,',
      'm-5,meter,west,,,',
    ]

    const faults = await faultsOf(register, [header, ...rows].join('\n'))

    expect(faults.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '3 id',
      '4 kind',
      '6 facility',
      '6 password',
      '7 id',
      '8 id',
      '9 id',
    ])
    expect(faults.map(({ message }) => message.en)).toEqual([
      expect.stringContaining('cannot be an id'),
      'There is no kind of facility metre. Did you mean meter?',
      expect.stringContaining('There is no facility estate.'),
      expect.stringContaining('12 to 128 characters'),
      'The id m-1 is that of row 2 too. Keep one of them.',
      'The device locker-1 exists already. Choose another id.',
      expect.stringContaining('The id is missing.'),
    ])
    for (const { message } of faults) expect(message.zh).toMatch(/\p{Script=Han}/u)
    expect(register.devices().items).toHaveLength(2)
  })

  it.each([
    ['an unknown column', 'id,kind,facillity\nm-1,meter,east', [1, 1], 'Did you mean facility?'],
    ['a missing column', 'id,kind\nm-1,meter', [1], 'The column facility is missing.'],
    ['a column twice', 'id,kind,facility,id\nm-1,meter,east,m-1', [1], 'The column id is there twice.'],
    ['an empty file', '', [1, 1, 1], 'The column id is missing.'],
    ['semicolons', 'id;kind;facility\nm-1;meter;east', [1], 'separated by commas'],
    ['a row with a cell more', 'id,kind,facility\nm-1,meter,east\nm-2,meter,east,x', [3], 'The row has 4 cells, the header 3.'],
    ['a quote that is not closed', 'id,kind,facility\nm-1,meter,east\n"m-2,meter,east', [3], 'double quote'],
    ['GBK', Buffer.concat([Buffer.from('id,kind,facility\nm-1,meter,'), Buffer.from([0xb6, 0xab, 0xc7, 0xf8])]), [1], 'in GBK'],
    ['UTF-16', Buffer.from('\uFEFFid,kind,facility\nm-1,meter,east', 'utf16le'), [1], 'not UTF-8'],
    ['text that was decoded wrongly', 'id,kind,facility\nm-1,meter,\uFFFD\uFFFD', [1], 'not UTF-8'],
  ])('refuses %s', async (_, csv, rows, sentence) => {
    const { register } = await openFurnished()

    const faults = await faultsOf(register, csv)

    expect(faults.map(({ row }) => row)).toEqual(rows)
    expect(faults[0]?.message).toEqual({ zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringContaining(sentence) })
  })

  it('refuses more rows than it can take at once', async () => {
    const { register } = await openFurnished()
    const csv = `id,kind,facility\n${Array.from({ length: 100_001 }, (_, index) => `m-${index},meter,east`).join('\n')}`

    expect(await faultsOf(register, csv)).toMatchObject([{ row: 100_002, message: { en: expect.stringContaining('Split the file.') } }])
  })

  it('names a hundred thousand bad rows in bounded time', async () => {
    const { register } = await openFurnished()
    const csv = `id,kind,facility\n${Array.from({ length: 100_000 }, (_, index) => `m-${index},meter,nowhere-${index}`).join('\n')}`

    const faults = await faultsOf(register, csv)

    expect(faults).toHaveLength(100_000)
    expect(faults.at(-1)).toMatchObject({ row: 100_001, column: 'facility' })
  })

  it('tells how far the hashing is', async () => {
    const { register } = await openFurnished()
    const told: string[] = []

    await devicesIn(register, 'id,kind,facility\na,meter,east\nb,meter,east\nc,meter,east', {
      onProgress: (done, total) => told.push(`${done}/${total}`),
    })

    expect(told).toEqual(['1/3', '2/3', '3/3'])
  })
})

describe('an import over what is there', () => {
  it('changes what is different, moves with today as the date, and leaves credentials and empty cells alone', async () => {
    const { register, clock } = await openFurnished()
    const { password } = await register.issueCredential('locker-1')
    clock.now += hour

    const done = await devicesIn(register, `${header}\nlocker-1,locker,west,L120,,\ncharger-1,charger,east,,,\nm-1,meter,east,,,`, {
      overwrite: true,
    })

    expect(done).toMatchObject({ added: 1, changed: 1, credentials: [{ username: 'm-1' }] })
    expect(register.device('locker-1')).toMatchObject({ facility: 'west', model: 'L120', vendor: 'ACME' })
    expect(register.placeAt('locker-1', start)?.facility).toBe('east')
    expect(await register.verifyCredential('locker-1', password)).toBe('ok')
  })

  it('replaces a password only where one is given', async () => {
    const { register } = await openFurnished()
    const { password } = await register.issueCredential('locker-1')

    const done = await devicesIn(register, `${header}\nlocker-1,locker,east,L84,ACME,burnt-into-hardware`, { overwrite: true })

    expect(done).toMatchObject({ added: 0, changed: 1 })
    expect(await register.verifyCredential('locker-1', password)).toBe('wrong')
    expect(await register.verifyCredential('locker-1', 'burnt-into-hardware')).toBe('ok')
  })

  it('changes nothing the second time', async () => {
    const { register } = await openFurnished()
    const csv = 'id,kind,facility,model\nm-1,meter,east,M3'
    await devicesIn(register, csv)

    expect(await devicesIn(register, csv, { overwrite: true })).toEqual({ added: 0, changed: 0, credentials: [] })
    expect(register.assignments('m-1')).toHaveLength(1)
  })

  it('refuses another kind, and a device that is retired', async () => {
    const { register } = await openFurnished()
    register.retireDevice('charger-1')

    const faults = await faultsOf(register, 'id,kind,facility\nlocker-1,meter,east\ncharger-1,charger,east', { overwrite: true })

    expect(faults).toMatchObject([
      { row: 2, column: 'kind', message: { en: expect.stringContaining('is of kind locker, which cannot change') } },
      { row: 3, column: 'id', message: { en: expect.stringContaining('is retired') } },
    ])
  })

  it('adds nothing when somebody registers one of the ids meanwhile', async () => {
    const { register, path, clock } = await openFurnished()
    const other = openAgain(path, clock)

    const faults = await faultsOf(register, 'id,kind,facility\na,meter,east\nb,meter,east', {
      onProgress: (done) => {
        if (done === 2) other.addDevice({ id: 'b', kind: 'meter', facility: 'west' })
      },
    })

    expect(faults).toMatchObject([{ row: 3, column: 'id' }])
    expect(register.device('a')).toBeUndefined()
    expect(register.device('b')?.facility).toBe('west')
  })
})

describe('an import of facilities', () => {
  const columns = 'id,name,town,circles,community,operator,latitude,longitude,functions,households'

  it('adds them with everything in the row', async () => {
    const { register } = await openFurnished()

    const done = await importFacilities(
      register,
      `${columns}\nn-1,北区小区,loudong,yulong; huiyang,惠阳社区,某公司,31.5,121.1,parcel；breakfast,640\nn-2,南区,shaxi,,,,,,,`,
    )

    expect(done).toEqual({ added: 2, changed: 0 })
    expect(register.facility('n-1')).toEqual({
      id: 'n-1',
      name: '北区小区',
      town: 'loudong',
      circles: ['huiyang', 'yulong'],
      community: '惠阳社区',
      operator: '某公司',
      latitude: 31.5,
      longitude: 121.1,
      functions: ['parcel', 'breakfast'],
      households: 640,
      demo: false,
      createdAt: start,
    })
    expect(register.facilities({ circle: 'yulong' }).items.map(({ id }) => id)).toEqual(['east', 'n-1'])
  })

  it('names every bad row, and then adds none of them', async () => {
    const { register } = await openFurnished()
    const rows = [
      'n-1,北,loudong,,,,,,,',
      'n-2,南,城厢镇,,,,31°28′,,,',
      'n-3,中,shaxi,huiyan,,,,,,',
      'n-1,北,loudong,,,,,,,',
      'east,东,loudong,,,,,,,1e3',
    ]

    const done = await importFacilities(register, [columns, ...rows].join('\n'))

    expect('faults' in done && done.faults.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '3 latitude',
      '3 town',
      '4 circles',
      '5 id',
      '6 households',
      '6 id',
    ])
    expect(register.facilities().items).toHaveLength(2)
  })

  it('over what is there changes only what is different, with today as the date', async () => {
    const { register, clock } = await openFurnished()
    clock.now += hour
    const csv = 'id,name,town,circles\neast,东区小区,loudong,yulong;huiyang\nwest,西区小区,ludu,'

    const [first, second] = [
      await importFacilities(register, csv, { overwrite: true }),
      await importFacilities(register, csv, { overwrite: true }),
    ]

    expect([first, second]).toEqual([
      { added: 0, changed: 1 },
      { added: 0, changed: 0 },
    ])
    expect(register.facility('west')?.town).toBe('ludu')
    expect(register.facility('east')?.circles).toEqual(['huiyang', 'yulong'])
  })
})
