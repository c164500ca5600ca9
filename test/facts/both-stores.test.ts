import { expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import { device, type Sent } from '../clock/pipeline-site.ts'
import { startInflux } from '../support/influx-server.ts'
import { type FactsSite, factsSite, hour, midnight, minute } from './facts-site.ts'

/** A morning of three devices: gaps, partial readings, times of receipt, repeats, sales with lines, parcels, sessions. */
function messages(): Sent[] {
  const from = { locker: { device: 'locker-1', kind: 'locker' }, charger: { device: 'charger-1', kind: 'charger' } }
  const sent: Sent[] = []
  for (let index = 0; index < 300; index++) {
    const ts = midnight + index * minute
    const values = {
      temperature: -22 + ((index * 7) % 90) / 10,
      energy: 1_400 + index / 30,
      ...(index % 4 && { door: index % 11 ? 'closed' : 'open', compressor: index % 50 > 45 ? 'faulted' : 'idle' }),
    }
    if (index % 37 > 3) sent.push({ at: ts + 800, body: { ts: index % 60 === 9 ? ts + 2 * hour : ts, seq: index, boot: 'a', values } })
    if (index % 5 === 0)
      sent.push({ at: ts + 900, body: { ts, values: { status: index % 3 ? 'available' : 'faulted', energy: index } }, from: from.charger })
    if (index % 60 === 0)
      sent.push({ at: ts + 950, body: { ts, values: { compartments: 84, faulty: index / 60, free: 3 } }, from: from.locker })
  }
  const event = (at: number, name: string, fields: object, of?: Sent['from']): Sent => ({
    at: midnight + at * minute,
    body: { ts: midnight + at * minute, ...fields },
    rest: `event/${name}`,
    ...(of && { from: of }),
  })
  sent.push(
    event(20, 'sale', {
      lines: [
        { sku: 'a', quantity: 1, amountFen: 500, trace: 'T' },
        { sku: 'b', quantity: -1, amountFen: -100 },
      ],
    }),
    event(21, 'sale', { amountFen: 300, quantity: 2, id: 'x' }),
    event(21, 'sale', { amountFen: 300, quantity: 2, id: 'x' }),
    event(30, 'start', { authorised: true, delivered: true }, from.charger),
    event(90, 'session', { session: 's', energyKwh: 12.3456789, reason: 'full' }, from.charger),
    event(10, 'deposit', { parcel: 'p1' }, from.locker),
    event(11, 'deposit', { parcel: 'p2' }, from.locker),
    event(60, 'pickup', { parcel: 'p2' }, from.locker),
  )
  return sent.sort((one, other) => one.at - other.at)
}

const everything = ({ reader }: FactsSite) => ({
  slices: [...reader.slices(undefined, 0, 1e14)],
  days: [...reader.days(undefined, 0, 1e14)],
  inputs: reader.inputs(0, 1e14),
})

it('both stores give the same facts, to the last digit', async () => {
  const { url } = await startInflux()
  const sites = [
    await factsSite(),
    await factsSite({ storeOf: async () => new InfluxStore({ url, org: 'kezhong', bucket: 'kezhong', kinds: builtIn }) }),
  ] as const
  const results = []
  for (const site of sites) {
    site.register.updateFacility('east', { retentionHours: 2 }, midnight)
    await site.send(...messages())
    await site.keep(midnight + 5 * hour)
    results.push(everything(site))
  }

  expect(results[1]).toEqual(results[0])
  const of = (id: string) => [...sites[0].reader.parts(midnight, midnight + 24 * hour)].find((part) => part.device === id)
  expect(of('locker-1')).toMatchObject({ deposits: 2, uses: 1, parcelsDue: 2, parcelsOverdue: 1 })
  expect(of('charger-1')).toMatchObject({ starts: 1, uses: 1, sessionEnergy: 12_345_679, energy: 295_000_000 })
  expect(of(device)).toMatchObject({ uses: 2, saleLines: 2, tracedLines: 1, saleFen: 700, tracedFen: 500 })
})
