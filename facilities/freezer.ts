import { z } from 'zod'
import { defineFacility, gauge, state, total } from './define.ts'
import { clamp, outdoors, peak, round, towards, whole } from './rhythm.ts'
import { fen, identifier, lane, pieces, saleLines, stock, trace } from './trade.ts'

/** One freezer or cold cabinet that sells: opened by code, what is taken out is charged. */
export const freezer = defineFacility({
  kind: 'freezer',
  label: { zh: '智能冷冻柜', en: 'Smart freezer' },
  every: '60 s',

  telemetry: {
    temperature: gauge('°C', [-60, 60], { zh: '柜内温度', en: 'Temperature inside' }),
    door: state(
      {
        closed: { zh: '关闭', en: 'Closed' },
        open: { zh: '打开', en: 'Open' },
      },
      { zh: '柜门', en: 'Door' },
    ),
    compressor: state(
      {
        running: { zh: '运行', en: 'Running' },
        idle: { zh: '停机', en: 'Idle' },
        defrosting: { zh: '化霜', en: 'Defrosting' },
        faulted: { zh: '故障', en: 'Faulted' },
      },
      { zh: '压缩机', en: 'Compressor' },
    ),
    setPoint: gauge('°C', [-40, 25], { zh: '设定温度', en: 'Set point' }),
    energy: total('kWh', { zh: '累计用电', en: 'Energy used' }),
    humidity: gauge('%', [0, 100], { zh: '湿度', en: 'Relative humidity' }),
  },

  events: {
    /** One product, or several as lines. */
    sale: {
      label: { zh: '售出', en: 'Sale' },
      payload: {
        amountFen: fen.optional(),
        sku: identifier.optional(),
        quantity: pieces.optional(),
        trace: trace.optional(),
        lines: saleLines.optional(),
      },
      anyOf: ['amountFen', 'lines'],
    },
    restock: {
      label: { zh: '补货', en: 'Restock' },
      payload: { sku: identifier.optional(), lane: lane.optional(), quantity: stock.optional() },
    },
    defrost: { label: { zh: '化霜', en: 'Defrost' }, payload: { seconds: z.number().min(0).max(86_400).optional() } },
    /** Sent when the door is closed again. */
    doorOpen: { label: { zh: '开门', en: 'Door opened' }, payload: { seconds: z.number().min(0).max(604_800) } },
  },

  commands: {
    setTemperature: {
      label: { zh: '设定温度', en: 'Set temperature' },
      arguments: { temperature: z.number().min(-40).max(25) },
      within: '2 min',
    },
  },

  alarms: {
    // Frozen goods belong at -18 °C or below; above -12 °C indicator 16-3 calls it severe. Ten minutes, so that defrosting and restocking raise none.
    tooWarm: {
      label: { zh: '温度过高', en: 'Too warm' },
      severity: 'critical',
      when: { field: 'temperature', above: -12, clearsBelow: -15, for: '10 min' },
    },
    doorLeftOpen: {
      label: { zh: '柜门未关', en: 'Door left open' },
      severity: 'warning',
      when: { field: 'door', is: ['open'], for: '5 min' },
    },
    compressorFaulted: {
      label: { zh: '压缩机故障', en: 'Compressor faulted' },
      severity: 'critical',
      when: { field: 'compressor', is: ['faulted'], for: '1 min' },
    },
  },

  service: [{ field: 'compressor', good: ['running', 'idle', 'defrosting'], bad: ['faulted'] }],
  use: 'sale',
  roles: {
    businessType: 'smart-freezer',
    cold: { temperature: 'temperature', door: { field: 'door', open: ['open'] }, limits: 'frozen' },
    sales: { event: 'sale', amount: 'amountFen', trace: 'trace', quantity: 'quantity', lines: 'lines' },
    energy: { field: 'energy', as: 'used' },
  },

  simulate: {
    start: { temperature: -19.5, door: 'closed', compressor: 'running', setPoint: -20, energy: 1_420, humidity: 48 },
    memory: () => ({ defrosting: 0, sinceDefrost: 0, doorSeconds: 0, doorFor: 0 }),
    next({ temperature, door, compressor, setPoint, energy, humidity }, world) {
      const { memory, seconds } = world

      if (door === 'open') memory.doorSeconds += seconds
      const closes = door === 'open' && memory.doorSeconds >= memory.doorFor
      if (closes) world.emit('doorOpen', { seconds: memory.doorFor })
      const restocked = door === 'closed' && world.hour > 6 && world.hour < 9 && world.happens(0.3)
      const bought = door === 'closed' && !restocked && world.happens(salesPerHour(world.hour))
      if (restocked) world.emit('restock', { sku: product(world), quantity: whole(world, 5, 30) })
      if (bought) world.emit('sale', saleOf(product(world), whole(world, 1, 2), world.now))
      if (restocked || bought) {
        memory.doorSeconds = 0
        memory.doorFor = restocked ? whole(world, 120, 240) : whole(world, 8, 40)
      }
      const nextDoor = restocked || bought ? 'open' : closes ? 'closed' : door

      memory.sinceDefrost += seconds
      if (compressor === 'defrosting') memory.defrosting += seconds
      const next = nextCompressor(compressor, temperature - setPoint, memory, world)
      if (compressor === 'defrosting' && next !== 'defrosting') {
        world.emit('defrost', { seconds: memory.defrosting })
        memory.defrosting = 0
        memory.sinceDefrost = 0
      }

      const { target, settle } = nextDoor === 'open' ? { target: outdoors(world.hour), settle: 5_400 } : heat[next]
      const kilowatts = next === 'running' ? 0.35 : next === 'defrosting' ? 0.5 : 0.02
      return {
        temperature: round(clamp(towards(temperature, target, seconds, settle) + world.random(-0.05, 0.05), -40, 40), 2),
        door: nextDoor,
        compressor: next,
        setPoint,
        energy: round(energy + (kilowatts * seconds) / 3_600, 4),
        humidity: round(clamp(towards(humidity, nextDoor === 'open' ? 75 : 45, seconds, 1_200) + world.random(-0.3, 0.3), 5, 95), 1),
      }
    },
  },
})

type Compressor = 'running' | 'idle' | 'defrosting' | 'faulted'

/** Where each state drives the temperature, and how long two thirds of the way take, in seconds. */
const heat: Readonly<Record<Compressor, { target: number; settle: number }>> = {
  running: { target: -30, settle: 3_000 },
  idle: { target: 22, settle: 40_000 },
  defrosting: { target: 10, settle: 5_400 },
  faulted: { target: 22, settle: 40_000 },
}

type Cycle = { readonly defrosting: number; readonly sinceDefrost: number }

function nextCompressor(
  now: Compressor,
  above: number,
  { defrosting, sinceDefrost }: Cycle,
  world: { happens(perHour: number): boolean },
): Compressor {
  if (now === 'faulted') return world.happens(0.4) ? 'running' : 'faulted'
  if (world.happens(0.001)) return 'faulted'
  if (now === 'defrosting') return defrosting >= 900 ? 'running' : 'defrosting'
  if (sinceDefrost >= 8 * 3_600) return 'defrosting'
  if (above > 1.5) return 'running'
  return above < -1.5 ? 'idle' : now
}

/** Ice cream after lunch and in the evening. */
const salesPerHour = (hour: number): number => 0.1 + 2 * peak(hour, 13, 1.5) + 4 * peak(hour, 19, 2)

const product = (world: { random(low: number, high: number): number }): string => `DEMO-F${whole(world, 100, 119)}`

function saleOf(sku: string, quantity: number, now: number) {
  const amountFen = quantity * (800 + 100 * (Number(sku.slice(-2)) % 7))
  return { amountFen, sku, quantity, trace: `DEMO-TRACE-${sku.slice(-3)}-${Math.floor(now / 604_800_000)}` }
}
