/** The six kinds in the words of their documents, written down once more, so that a role that is named wrongly shows. */

export interface Kind {
  readonly everyMs: number
  /** Numbers with what is possible, words with those there are. */
  readonly fields: Readonly<Record<string, readonly [number, number] | readonly string[]>>
  readonly events: readonly string[]
  readonly use?: string
  readonly service: readonly { readonly field: string; readonly good: readonly string[]; readonly bad: readonly string[] }[]
  readonly isPort?: true
  readonly isStore?: true
  readonly isLocker?: true
  readonly businessType?: string
  readonly cold?: { readonly limits?: 'frozen'; readonly door?: string }
  readonly hasLanes?: true
  readonly sells?: true
  readonly counts?: true
  readonly total?: string
  readonly isMeter?: true
}

const percent: readonly [number, number] = [0, 100]
const total: readonly [number, number] = [0, Number.POSITIVE_INFINITY]
const things: readonly [number, number] = [0, 2_000]

export const kinds: Readonly<Record<string, Kind>> = {
  charger: {
    everyMs: 15_000,
    fields: {
      status: ['available', 'preparing', 'charging', 'finishing', 'faulted', 'unavailable'],
      power: [0, 1_000],
      energy: total,
      voltage: [0, 1_500],
      current: [0, 1_000],
      temperature: [-40, 150],
      soc: percent,
    },
    events: ['session', 'start'],
    use: 'session',
    service: [{ field: 'status', good: ['available', 'preparing', 'charging', 'finishing'], bad: ['faulted', 'unavailable'] }],
    isPort: true,
    total: 'energy',
  },
  freezer: {
    everyMs: 60_000,
    fields: {
      temperature: [-60, 60],
      door: ['closed', 'open'],
      compressor: ['running', 'idle', 'defrosting', 'faulted'],
      setPoint: [-40, 25],
      energy: total,
      humidity: percent,
    },
    events: ['sale', 'restock', 'defrost', 'doorOpen'],
    use: 'sale',
    service: [{ field: 'compressor', good: ['running', 'idle', 'defrosting'], bad: ['faulted'] }],
    businessType: 'smart-freezer',
    cold: { limits: 'frozen', door: 'door' },
    sells: true,
    total: 'energy',
  },
  locker: {
    everyMs: 60_000,
    fields: {
      compartments: things,
      free: things,
      faulty: things,
      overdue: things,
      power: ['mains', 'battery', 'off'],
      doorOpen: things,
      temperature: [-40, 100],
    },
    events: ['deposit', 'pickup', 'overdue'],
    use: 'pickup',
    service: [{ field: 'power', good: ['mains', 'battery'], bad: ['off'] }],
    isLocker: true,
    businessType: 'smart-locker',
  },
  meter: {
    everyMs: 60_000,
    fields: {
      energyImport: total,
      energyExport: total,
      power: [-1_000, 1_000],
      ...Object.fromEntries(['A', 'B', 'C'].map((phase) => [`voltage${phase}`, [0, 500] as const])),
      ...Object.fromEntries(['A', 'B', 'C'].map((phase) => [`current${phase}`, [-2_000, 2_000] as const])),
      powerFactor: [-1, 1],
      frequency: percent,
    },
    events: ['outage', 'restored'],
    service: [],
    total: 'energyImport',
    isMeter: true,
  },
  store: {
    everyMs: 60_000,
    fields: {
      status: ['open', 'closed', 'paused'],
      door: ['closed', 'open', 'locked', 'faulted'],
      payment: ['ok', 'degraded', 'down'],
      power: ['mains', 'battery', 'off'],
      occupancy: [0, 1_000],
      temperature: [-40, 80],
      energy: total,
    },
    events: ['entry', 'sale', 'restock', 'count'],
    use: 'sale',
    service: [
      { field: 'door', good: ['closed', 'open'], bad: ['faulted'] },
      { field: 'payment', good: ['ok', 'degraded'], bad: ['down'] },
      { field: 'power', good: ['mains', 'battery'], bad: ['off'] },
    ],
    isStore: true,
    businessType: 'unattended-store',
    sells: true,
    counts: true,
    total: 'energy',
  },
  vending: {
    everyMs: 60_000,
    fields: {
      status: ['selling', 'maintenance', 'locked', 'faulted'],
      lanes: [0, 1_000],
      emptyLanes: [0, 1_000],
      temperature: [-40, 100],
      cashless: ['ok', 'down'],
      energy: total,
    },
    events: ['sale', 'restock', 'count'],
    use: 'sale',
    service: [{ field: 'status', good: ['selling'], bad: ['locked', 'faulted'] }],
    businessType: 'vending-machine',
    cold: {},
    hasLanes: true,
    sells: true,
    counts: true,
    total: 'energy',
  },
}
