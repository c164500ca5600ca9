import { readFileSync } from 'node:fs'

/** The example of docs/add-a-facility.md, as it stands in a folder of kinds. */
export const bikeshedSource = (): string =>
  readFileSync(new URL('./bikeshed.ts', import.meta.url), 'utf8').replaceAll("'../../facilities/", "'./")

/** A small kind in plain JavaScript; `next` is the body of its simulator. */
export const lampSource = (kind: string, next = usual): string => `
import { z } from 'zod'
import { defineFacility, gauge, state, total } from './define.ts'

export const ${kind} = defineFacility({
  kind: '${kind}',
  label: { zh: '路灯', en: 'Street lamp' },
  every: '30 s',
  telemetry: {
    status: state({ on: { zh: '亮', en: 'On' }, off: { zh: '灭', en: 'Off' } }, { zh: '状态', en: 'Status' }),
    power: gauge('W', [0, 500], { zh: '功率', en: 'Power' }),
    energy: total('kWh', { zh: '累计用电', en: 'Energy used' }),
  },
  events: { switched: { label: { zh: '开关', en: 'Switched' }, payload: { by: z.string().min(1).max(32) } } },
  commands: {},
  alarms: {},
  simulate: {
    start: { status: 'on', power: 40, energy: 100 },
    next(values, world) {
      ${next}
    },
  },
})
`

const usual = `
      if (world.happens(2)) world.emit('switched', { by: 'timer' })
      const power = Number(world.random(30, 50).toFixed(1))
      return { status: 'on', power, energy: Number((values.energy + (power * world.seconds) / 3_600_000).toFixed(6)) }`
