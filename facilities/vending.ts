import { z } from 'zod'
import { count, defineFacility, gauge, state, total, type World } from './define.ts'
import { outdoors, peak, round, towards, whole } from './rhythm.ts'
import { fen, identifier, lane, pieces, stock, trace } from './trade.ts'

/** One vending machine. A lane (货道) is one column or coil with one product; empty means none is left in it. */
export const vending = defineFacility({
  kind: 'vending',
  label: { zh: '自助售卖机', en: 'Vending machine' },
  every: '60 s',

  telemetry: {
    status: state(
      {
        selling: { zh: '正常售卖', en: 'Selling' },
        maintenance: { zh: '补货维护', en: 'Being serviced' },
        locked: { zh: '已锁机', en: 'Locked' },
        faulted: { zh: '故障', en: 'Faulted' },
      },
      { zh: '状态', en: 'Status' },
    ),
    lanes: count([0, 1_000], { zh: '货道总数', en: 'Lanes' }),
    emptyLanes: count([0, 1_000], { zh: '缺货货道', en: 'Empty lanes' }),
    temperature: gauge('°C', [-40, 100], { zh: '箱内温度', en: 'Temperature inside' }),
    cashless: state(
      {
        ok: { zh: '正常', en: 'Working' },
        down: { zh: '不可用', en: 'Down' },
      },
      { zh: '扫码支付', en: 'Cashless payment' },
    ),
    energy: total('kWh', { zh: '累计用电', en: 'Energy used' }),
  },

  events: {
    sale: {
      label: { zh: '售出', en: 'Sale' },
      payload: {
        amountFen: fen,
        lane: lane.optional(),
        sku: identifier.optional(),
        quantity: pieces.optional(),
        trace: trace.optional(),
      },
    },
    restock: { label: { zh: '补货', en: 'Restock' }, payload: { lane: lane.optional(), quantity: stock.optional() } },
    count: { label: { zh: '盘点', en: 'Stock count' }, payload: { lane, book: stock, counted: stock } },
  },

  commands: {
    setTemperature: {
      label: { zh: '设定温度', en: 'Set temperature' },
      arguments: { temperature: z.number().min(-30).max(70) },
      within: '2 min',
    },
    lock: { label: { zh: '锁机或解锁', en: 'Lock or unlock' }, arguments: { locked: z.boolean().optional() }, within: '30 s' },
  },

  alarms: {
    faulted: { label: { zh: '故障', en: 'Faulted' }, severity: 'warning', when: { field: 'status', is: ['faulted'], for: '1 min' } },
    cashlessDown: {
      label: { zh: '扫码支付不可用', en: 'Cashless payment down' },
      severity: 'warning',
      when: { field: 'cashless', is: ['down'], for: '5 min' },
    },
    soldOut: {
      label: { zh: '缺货货道多', en: 'Many lanes empty' },
      severity: 'info',
      when: { field: 'emptyLanes', above: 7, clearsBelow: 5, for: '30 min' },
    },
    // Warm for chocolate as for drinks; whether a cooled machine keeps its 0 to 8 °C is an indicator, with the device's own limits.
    overheating: {
      label: { zh: '箱内过热', en: 'Too warm inside' },
      severity: 'warning',
      when: { field: 'temperature', above: 35, clearsBelow: 30, for: '15 min' },
    },
  },

  service: [{ field: 'status', good: ['selling'], bad: ['locked', 'faulted'] }],
  use: 'sale',
  roles: {
    businessType: 'vending-machine',
    // Cooled or not: the register says so of each.
    cold: { temperature: 'temperature' },
    lanes: { total: 'lanes', empty: 'emptyLanes' },
    sales: { event: 'sale', amount: 'amountFen', trace: 'trace', quantity: 'quantity' },
    stockCounts: { event: 'count', book: 'book', counted: 'counted' },
    energy: { field: 'energy', as: 'used' },
  },

  simulate: {
    start: { status: 'selling', lanes: 40, emptyLanes: 0, temperature: 6, cashless: 'ok', energy: 860 },
    memory: () => ({ stock: [] as number[] }),
    next({ status, lanes, temperature, cashless, energy }, world) {
      const { stock } = world.memory
      while (stock.length < lanes) stock.push(whole(world, 2, full))

      const due = stock.filter((left) => left === 0).length >= 5 && world.hour > 8 && world.hour < 20
      const serviced = due && world.happens(1)
      if (serviced) refill(stock, world)
      else if (status === 'selling' && cashless === 'ok' && world.happens(salesPerHour(world.hour))) sell(stock, world)

      const broken = status === 'faulted' ? !world.happens(1) : world.happens(0.01)
      const cooling = broken ? outdoors(world.hour) : 5
      return {
        status: serviced ? 'maintenance' : broken ? 'faulted' : 'selling',
        lanes,
        emptyLanes: stock.filter((left) => left === 0).length,
        temperature: round(towards(temperature, cooling, world.seconds, 7_200) + world.random(-0.15, 0.15), 1),
        cashless: world.happens(cashless === 'ok' ? 0.01 : 3) ? (cashless === 'ok' ? 'down' : 'ok') : cashless,
        energy: round(energy + (world.random(0.1, 0.4) * world.seconds) / 3_600, 4),
      }
    },
  },
})

/** Pieces in a filled lane. */
const full = 10

/** On the way to work, at noon, on the way home, and a little at night. */
const salesPerHour = (hour: number): number =>
  0.2 + 4 * peak(hour, 8, 1) + 5 * peak(hour, 12.3, 1.2) + 6 * peak(hour, 18, 2) + 2 * peak(hour, 21.5, 1.5)

type Trader = World<string, unknown>

function sell(stock: number[], world: Trader): void {
  // Squared, so that the first lanes are the ones people like.
  const chosen = Math.floor(world.random(0, 1) ** 2 * stock.length)
  const left = stock[chosen] ?? 0
  if (left === 0) return
  stock[chosen] = left - 1
  const traced = chosen % 4 !== 3 // one supplier in four gives no code
  world.emit('sale', {
    amountFen: 250 + 50 * (chosen % 9),
    lane: laneName(chosen),
    sku: `DEMO-${100 + chosen}`,
    quantity: 1,
    ...(traced && { trace: `DEMO-TRACE-${100 + chosen}-${Math.floor(world.now / 604_800_000)}` }),
  })
}

/** Someone comes, counts a few lanes, and fills those that are nearly empty. */
function refill(stock: number[], world: Trader): void {
  for (const [index, left] of stock.entries()) {
    if (world.chance(0.1))
      world.emit('count', { lane: laneName(index), book: left, counted: Math.max(0, left - (world.chance(0.1) ? 1 : 0)) })
    if (left > 2) continue
    world.emit('restock', { lane: laneName(index), quantity: full - left })
    stock[index] = full
  }
}

const laneName = (index: number): string => String(index + 1).padStart(2, '0')
