/**
 * How many QoS 1 messages a second this machine acknowledges, validates and stores, with the load generator beside it.
 * `npm run bench -- --connections 50,1000 --messages 400000 --stores sqlite,influxdb`. Loopback only; ends by itself.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cleanUp } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { startProcess } from '../support/process.ts'
import { makeSite, signIn, startGateway, startIngest } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'

const usage = `npm run bench -- [--connections 50,1000] [--messages 400000] [--inflight 100] [--stores sqlite,influxdb]`

interface Round {
  store: string
  connections: number
  acknowledged: string
  stored: string
  balanced: boolean
}

async function round(store: string, connections: number, messages: number, inflight: string): Promise<Round> {
  const devices = Object.fromEntries(Array.from({ length: connections }, (_, index) => [`bench-${index}`, 'freezer']))
  const site = await makeSite(devices)
  await writeFile(join(site.folder, 'credentials.csv'), [...site.passwords].map((pair) => pair.join(',')).join('\n'))
  const influx = store === 'influxdb' ? await startInflux() : undefined
  const gateway = await startGateway(site, { KZ_DEVICE_RATE: '0' })
  const ingest = await startIngest(site, influx ? { KZ_INFLUX_URL: influx.url } : {})
  const ask = await signIn(ingest)

  const args = ['--port', `${gateway.mqtt}`, '--credentials', join(site.folder, 'credentials.csv'), '--connections', `${connections}`]
  const load = startProcess('test/bench/load.ts', { args: [...args, '--messages', `${messages}`, '--inflight', inflight] })
  const [line] = await load.waitForLine(/^\{.*\}$/, 600_000)
  const sent = JSON.parse(line) as { messages: number; startedAt: number; acknowledgedAt: number }
  const ledger = await waitFor(
    async () => {
      const answer = await ask<{ stored: number; balanced: boolean }>('/ledger?limit=1')
      return answer.stored === sent.messages && answer
    },
    { what: `${sent.messages} stored readings`, timeoutMs: 600_000, everyMs: 50 },
  )
  const perSecond = (end: number): string => `${Math.round((sent.messages * 1_000) / (end - sent.startedAt))}/s`
  const result = {
    store,
    connections,
    acknowledged: perSecond(sent.acknowledgedAt),
    stored: perSecond(Date.now()),
    balanced: ledger.balanced,
  }
  await cleanUp()
  return result
}

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '50,1000' },
    messages: { type: 'string', default: '400000' },
    inflight: { type: 'string', default: '100' },
    stores: { type: 'string', default: 'sqlite,influxdb' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(usage)
else {
  const rounds: Round[] = []
  for (const store of values.stores.split(',')) {
    for (const connections of values.connections.split(','))
      rounds.push(await round(store, Number(connections), Number(values.messages), values.inflight))
  }
  console.table(rounds)
}
