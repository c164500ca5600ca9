import { z } from 'zod'
import { count, defineFacility, gauge, state, total, type World } from './define.ts'
import { outdoors, peak, round, towards, whole } from './rhythm.ts'
import { fen, identifier, lane, pieces, saleLines, stock, trace } from './trade.ts'

/** One shop without staff, as its controller at the door and its till see it. */
export const store = defineFacility({
  kind: 'store',
  label: { zh: '无人值守便利店', en: 'Unattended store' },
  every: '60 s',

  telemetry: {
    status: state(
      {
        open: { zh: '营业', en: 'Open' },
        closed: { zh: '打烊', en: 'Closed' },
        paused: { zh: '暂停营业', en: 'Paused' },
      },
      { zh: '状态', en: 'Status' },
    ),
    door: state(
      {
        closed: { zh: '关闭', en: 'Closed' },
        open: { zh: '打开', en: 'Open' },
        locked: { zh: '锁闭', en: 'Locked' },
        faulted: { zh: '故障', en: 'Faulted' },
      },
      { zh: '店门', en: 'Door' },
    ),
    payment: state(
      {
        ok: { zh: '正常', en: 'Working' },
        degraded: { zh: '部分可用', en: 'Partly working' },
        down: { zh: '不可用', en: 'Down' },
      },
      { zh: '支付', en: 'Payment' },
    ),
    power: state(
      {
        mains: { zh: '市电', en: 'Mains' },
        battery: { zh: '备用电池', en: 'Battery' },
        off: { zh: '断电', en: 'Off' },
      },
      { zh: '供电', en: 'Power supply' },
    ),
    occupancy: count([0, 1_000], { zh: '店内人数', en: 'People inside' }),
    temperature: gauge('°C', [-40, 80], { zh: '店内温度', en: 'Temperature inside' }),
    energy: total('kWh', { zh: '累计用电', en: 'Energy used' }),
  },

  events: {
    /** One, unless `people` says how many came in together. */
    entry: { label: { zh: '进店', en: 'Entry' }, payload: { people: z.int().min(1).max(100).optional() } },
    sale: {
      label: { zh: '售出', en: 'Sale' },
      payload: {
        amountFen: fen.optional(),
        lines: saleLines.optional(),
        sku: identifier.optional(),
        quantity: pieces.optional(),
        trace: trace.optional(),
      },
      anyOf: ['amountFen', 'lines'],
    },
    restock: {
      label: { zh: '补货', en: 'Restock' },
      payload: { sku: identifier.optional(), lane: lane.optional(), quantity: stock.optional() },
    },
    count: {
      label: { zh: '盘点', en: 'Stock count' },
      payload: { sku: identifier.optional(), lane: lane.optional(), book: stock, counted: stock },
    },
  },

  commands: {
    openDoor: { label: { zh: '开门', en: 'Open door' }, arguments: {}, within: '30 s' },
    lock: { label: { zh: '锁店或解锁', en: 'Lock or unlock' }, arguments: { locked: z.boolean().optional() }, within: '30 s' },
  },

  alarms: {
    paymentDown: {
      label: { zh: '支付不可用', en: 'Payment down' },
      severity: 'critical',
      when: { field: 'payment', is: ['down'], for: '2 min' },
    },
    doorFaulted: {
      label: { zh: '店门故障', en: 'Door faulted' },
      severity: 'critical',
      when: { field: 'door', is: ['faulted'], for: '1 min' },
    },
    doorLeftOpen: {
      label: { zh: '店门未关', en: 'Door left open' },
      severity: 'warning',
      when: { field: 'door', is: ['open'], for: '10 min' },
    },
    powerOff: { label: { zh: '断电', en: 'Power off' }, severity: 'critical', when: { field: 'power', is: ['off'] } },
    onBattery: {
      label: { zh: '市电中断', en: 'Running on battery' },
      severity: 'warning',
      when: { field: 'power', is: ['battery'], for: '2 min' },
    },
    tooWarm: {
      label: { zh: '店内过热', en: 'Too warm inside' },
      severity: 'warning',
      when: { field: 'temperature', above: 35, clearsBelow: 32, for: '15 min' },
    },
  },

  // A locked door says nothing: at night it should be. Lights and till run on for a while from the battery.
  service: [
    { field: 'door', good: ['closed', 'open'], bad: ['faulted'] },
    { field: 'payment', good: ['ok', 'degraded'], bad: ['down'] },
    { field: 'power', good: ['mains', 'battery'], bad: ['off'] },
  ],
  use: 'sale',
  roles: {
    businessType: 'unattended-store',
    availability: 'store',
    sales: { event: 'sale', amount: 'amountFen', trace: 'trace', quantity: 'quantity', lines: 'lines' },
    stockCounts: { event: 'count', book: 'book', counted: 'counted' },
    energy: { field: 'energy', as: 'used' },
  },

  simulate: {
    start: { status: 'open', door: 'closed', payment: 'ok', power: 'mains', occupancy: 0, temperature: 24, energy: 9_300 },
    memory: () => ({ leaveAt: [] as number[] }),
    next({ door, payment, power, temperature, energy }, world) {
      const { leaveAt } = world.memory
      const enters = door !== 'faulted' && payment !== 'down' && world.happens(entriesPerHour(world.hour))
      if (enters) {
        leaveAt.push(world.now + Math.round(world.random(2, 12) * 60_000))
        world.emit('entry', { people: 1 })
      }
      const leaving = leaveAt.filter((at) => at <= world.now).length
      world.memory.leaveAt = leaveAt.filter((at) => at > world.now)
      for (let one = 0; one < leaving; one++) if (world.chance(0.8)) sell(world)
      if (world.hour > 6 && world.hour < 7 && world.happens(2)) refill(world)

      const broken = door === 'faulted' ? !world.happens(2) : world.happens(0.003)
      const climate = daytime(world.hour) ? 24 : Math.max(18, outdoors(world.hour))
      const load = 0.8 + (daytime(world.hour) ? 1.6 : 0.3) * world.random(0.8, 1.2)
      return {
        status: 'open',
        door: broken ? 'faulted' : enters || leaving > 0 ? 'open' : 'closed',
        payment: nextPayment(payment, world),
        power: world.happens(power === 'mains' ? 0.002 : 4) ? (power === 'mains' ? 'battery' : 'mains') : power,
        occupancy: world.memory.leaveAt.length,
        temperature: round(towards(temperature, climate, world.seconds, 3_600) + world.random(-0.1, 0.1), 1),
        energy: round(energy + (load * world.seconds) / 3_600, 4),
      }
    },
  },
})

/** Whether lights and air conditioning run in full. */
const daytime = (hour: number): boolean => hour > 6 && hour < 23

const entriesPerHour = (hour: number): number =>
  0.3 + 8 * peak(hour, 7.8, 1) + 9 * peak(hour, 12.2, 1.3) + 12 * peak(hour, 18.5, 2) + 5 * peak(hour, 21.5, 1.3)

function nextPayment(now: 'ok' | 'degraded' | 'down', world: { happens(perHour: number): boolean }): 'ok' | 'degraded' | 'down' {
  if (now !== 'ok') return world.happens(3) ? 'ok' : now
  if (world.happens(0.004)) return 'down'
  return world.happens(0.01) ? 'degraded' : 'ok'
}

type Trader = World<string, unknown>

function sell(world: Trader): void {
  const lines = Array.from({ length: whole(world, 1, 4) }, () => {
    const number = whole(world, 1, 60)
    const quantity = world.chance(0.8) ? 1 : 2
    const line = { sku: productOf(number), quantity, amountFen: quantity * (200 + 50 * (number % 17)) }
    return number % 3 === 0 ? line : { ...line, trace: `DEMO-TRACE-${number}-${Math.floor(world.now / 604_800_000)}` }
  })
  world.emit('sale', { amountFen: lines.reduce((sum, line) => sum + line.amountFen, 0), lines })
}

/** The morning round: shelves filled, a few products counted. */
function refill(world: Trader): void {
  for (let round = 0; round < 5; round++) world.emit('restock', { sku: productOf(whole(world, 1, 60)), quantity: whole(world, 6, 24) })
  for (let round = 0; round < 3; round++) {
    const book = whole(world, 5, 40)
    world.emit('count', { sku: productOf(whole(world, 1, 60)), book, counted: book - (world.chance(0.15) ? whole(world, 1, 2) : 0) })
  }
}

const productOf = (number: number): string => `DEMO-S${String(number).padStart(3, '0')}`
