// Shows 3: the same facts and values, whichever database holds the readings.
import { expect, it } from 'vitest'
import { builtIn } from '../../../facilities/catalogue.ts'
import { definitions } from '../../../ingest/indicators/definitions.ts'
import { evaluate } from '../../../ingest/indicators/evaluate.ts'
import { InfluxStore } from '../../../ingest/store/influx/influx-store.ts'
import { startInflux } from '../../support/influx-server.ts'
import { scopesOf } from './compare.ts'
import { countFacts, worldOf } from './count-facts.ts'
import { type Played, play } from './play.ts'
import { theMonth } from './the-month.ts'
import { hour, november } from './times.ts'

const days = 8

it('counts the same with SQLite and with influxd', async () => {
  const whole = theMonth('stores')
  const world = { ...whole, messages: whole.messages.filter(({ at }) => at < november(days) + hour) }
  const { url } = await startInflux()
  const influx = new InfluxStore({ url, org: 'kezhong', bucket: 'kezhong', kinds: builtIn })
  await influx.start()

  const [one, other] = [await play(world), await play(world, influx)]
  const [sqliteFacts, influxFacts] = [await countFacts(one), await countFacts(other)]

  const rows = [...influxFacts.slices(undefined, world.since, november(days))]
  expect(rows.length).toBeGreaterThan(24 * days * 15)
  expect(rows).toEqual([...sqliteFacts.slices(undefined, world.since, november(days))])
  const values = (played: Played, facts: typeof sqliteFacts) =>
    definitions.map((indicator) => [
      indicator.id,
      Object.fromEntries(evaluate(indicator, worldOf(played, facts, world.window), scopesOf(world.statements))),
    ])
  expect(values(other, influxFacts)).toEqual(values(one, sqliteFacts))
}, 240_000)
