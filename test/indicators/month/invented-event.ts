/** Events the simulators of the kinds do not think of: refunds, till receipts with lines, counts, starts that came to nothing. */
interface Invented {
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

export function inventedEvent(kind: string, random: () => number): Invented | undefined {
  const whole = (low: number, high: number): number => Math.floor(low + random() * (high + 1 - low))
  const one = <Option>(options: readonly Option[]): Option => options[whole(0, options.length - 1)] as Option
  const trace = random() < 0.5 ? { trace: `T-${whole(1, 99)}` } : {}
  switch (kind) {
    case 'charger':
      return { event: 'start', fields: one(starts) }
    case 'locker':
      // Always the same few parcels, so that some come again.
      return { event: one(['deposit', 'pickup', 'deposit']), fields: { parcel: `AGAIN-${whole(1, 400)}` } }
    case 'vending':
      return one<Invented>([
        { event: 'count', fields: { lane: '01', book: whole(0, 10), counted: whole(0, 10) } },
        { event: 'sale', fields: { amountFen: -whole(0, 900), quantity: -1, ...trace } },
        { event: 'sale', fields: { amountFen: 0, quantity: 1, ...trace } },
      ])
    case 'store':
    case 'freezer':
      return one<Invented>([
        { event: 'sale', fields: { amountFen: 77_700, lines: lines(whole, random) } },
        { event: 'sale', fields: { lines: lines(whole, random) } },
        { event: 'sale', fields: { amountFen: -whole(1, 900), ...trace } },
        kind === 'store'
          ? { event: 'count', fields: { sku: 'S1', book: whole(0, 40), counted: whole(0, 40) } }
          : { event: 'sale', fields: { amountFen: whole(1, 900), ...trace } },
      ])
    default:
      return undefined
  }
}

const starts = [
  { authorised: true, delivered: false, cancelled: true },
  { authorised: true, delivered: true, cancelled: true },
  { authorised: true, delivered: false, cancelled: false },
  { authorised: false, delivered: false },
  { authorised: true, delivered: true },
]

const lines = (whole: (low: number, high: number) => number, random: () => number): object[] =>
  Array.from({ length: whole(1, 4) }, (_, index) => ({
    sku: `S${index}`,
    quantity: random() < 0.2 ? -1 : whole(0, 3),
    amountFen: whole(-300, 900),
    ...(random() < 0.5 && { trace: `T-${index}` }),
  }))
