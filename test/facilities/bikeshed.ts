import { z } from 'zod'
import { count, defineFacility, gauge, state, total } from '../../facilities/define.ts'
import { peak, round, whole } from '../../facilities/rhythm.ts'
import { fen, identifier } from '../../facilities/trade.ts'

/** One shed in which residents charge their e-bikes. */
export const bikeshed = defineFacility({
  kind: 'bikeshed',
  label: { zh: '电动自行车充电棚', en: 'E-bike charging shed' },
  every: '60 s',

  telemetry: {
    sockets: count([0, 500], { zh: '插座总数', en: 'Sockets' }),
    charging: count([0, 500], { zh: '正在充电', en: 'Sockets charging' }),
    smoke: state(
      { clear: { zh: '正常', en: 'Clear' }, alarm: { zh: '报警', en: 'Alarm' }, faulted: { zh: '故障', en: 'Faulted' } },
      { zh: '烟感', en: 'Smoke detector' },
    ),
    power: gauge('kW', [0, 200], { zh: '功率', en: 'Power' }),
    energy: total('kWh', { zh: '累计电量', en: 'Energy delivered' }),
  },

  events: {
    charge: {
      label: { zh: '充电结束', en: 'Charge ended' },
      payload: { socket: identifier, energyKwh: z.number().min(0).max(20), amountFen: fen.optional() },
    },
  },

  commands: {
    cutPower: { label: { zh: '断电', en: 'Cut power' }, arguments: { socket: identifier.optional() }, within: '10 s' },
  },

  alarms: {
    smoke: { label: { zh: '烟雾报警', en: 'Smoke' }, severity: 'critical', when: { field: 'smoke', is: ['alarm'] } },
    overload: {
      label: { zh: '过载', en: 'Overload' },
      severity: 'warning',
      when: { field: 'power', above: 40, clearsBelow: 35, for: '1 min' },
    },
  },

  service: [{ field: 'smoke', good: ['clear'], bad: ['alarm', 'faulted'] }],
  use: 'charge',
  roles: {
    sessions: { event: 'charge', energyKwh: 'energyKwh' },
    energy: { field: 'energy', as: 'delivered' },
  },

  simulate: {
    start: { sockets: 40, charging: 6, smoke: 'clear', power: 0.9, energy: 2_400 },
    next({ sockets, charging, energy }, world) {
      const arrives = charging < sockets && world.happens(1 + 12 * peak(world.hour, 19, 2))
      const leaves = charging > 0 && world.happens(charging / 5)
      if (leaves)
        world.emit('charge', { socket: `${whole(world, 1, sockets)}`, energyKwh: round(world.random(0.3, 1.2), 2), amountFen: 100 })
      const power = round(charging * world.random(0.12, 0.18), 2)
      return {
        sockets,
        charging: charging + (arrives ? 1 : 0) - (leaves ? 1 : 0),
        smoke: 'clear',
        power,
        energy: round(energy + (power * world.seconds) / 3_600, 4),
      }
    },
  },
})
