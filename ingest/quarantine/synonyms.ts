/**
 * The words of our names ← the words devices write instead. By word, not by kind: `temp_c`, `voltA` and `gonglv` are looked up piece by
 * piece. Pinyin and its initials are common in firmware made in China.
 */
const wordsFor: Readonly<Record<string, string>> = {
  temperature: 't temp tmp wendu wd',
  humidity: 'h hum humid rh shidu sd',
  voltage: 'u v volt volts vol dianya dy',
  current: 'i curr cur amp amps ampere dianliu dl',
  power: 'p pwr watt watts kw gonglv gl',
  energy: 'e ep kwh wh consumption electricity dianliang dn',
  'power factor': 'pf cosphi cos',
  frequency: 'f freq hz pinlv',
  import: 'imp imported forward',
  export: 'exp exported reverse',
  status: 'stat state sts mode zhuangtai zt',
  soc: 'battery batt',
  compartments: 'capacity cells boxes',
  lanes: 'slots channels',
  free: 'available vacant idle',
  faulty: 'broken fault faults faulted',
  occupancy: 'people persons',
  'set point': 'setpoint target',
  payment: 'pay',
  door: 'men',
  amount: 'price total money jine',
  quantity: 'qty num count shuliang',
  compartment: 'box cell',
  lane: 'slot channel',
  sku: 'goods product barcode item',
  parcel: 'code waybill package',
  session: 'order transaction',
  authorised: 'authorized',
  started: 'start begin',
  ended: 'end stop finished',
  seconds: 'duration sec',
  ts: 'timestamp time datetime date utc shijian',
  seq: 'sequence seqno sn msgid counter',
  boot: 'bootid',
  quality: 'qos',
  values: 'val value',
}

/** A device's word → our words. */
export const synonyms: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(wordsFor).flatMap(([ours, theirs]) => theirs.split(' ').map((word) => [word, ours.split(' ')] as const)),
)

/** Units at the end of a name say nothing about which quantity it is. */
export const unitWords: ReadonlySet<string> = new Set(
  'c celsius degc deg f k kw w watt watts kwh wh v mv volt volts a ma amp amps hz pct percent s sec ms pc pcs value val fen'.split(' '),
)
