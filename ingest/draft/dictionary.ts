/** What devices call things, in words, abbreviations, pinyin and its initials, and what is meant. Data, to be added to. */

export type Sense =
  | 'gauge'
  | 'total'
  | 'count'
  | 'state'
  | 'money'
  | 'text'
  | 'identity'
  | 'personal'
  | 'time'
  | 'number'
  | 'version'
  | 'unit'
  | 'sort'

export interface Meaning {
  /** Our own name for it. */
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly sense: Sense
  readonly unit?: string
  /** Where its values lie in practice: beyond, the device has another scale. */
  readonly usual?: readonly [number, number]
  /** What a sensor can say. */
  readonly limits?: readonly [number, number]
  /** Of a state: words for 0 and 1, or false and true. */
  readonly pair?: readonly [string, string]
}

type Row = readonly [words: string, name: string, zh: string, en: string, sense: Sense, more?: Partial<Meaning>]

const amounts = { usual: [0, 100_000] } as const
const volts = { unit: 'V', usual: [2, 480], limits: [0, 1_000] } as const
const closedOpen = { pair: ['closed', 'open'] } as const
const offOn = { pair: ['off', 'on'] } as const
const clearAlarm = { pair: ['clear', 'alarm'] } as const

const rows: readonly Row[] = [
  // What is measured.
  [
    'temperature temp tmp t wd wendu degc celsius',
    'temperature',
    '温度',
    'Temperature',
    'gauge',
    { unit: '°C', usual: [-45, 110], limits: [-60, 150] },
  ],
  ['humidity humid hum rh sd shidu', 'humidity', '湿度', 'Humidity', 'gauge', { unit: '%', usual: [0, 100], limits: [0, 100] }],
  [
    'setpoint settemp settemperature targettemp sdwd',
    'setPoint',
    '设定温度',
    'Set point',
    'gauge',
    { unit: '°C', usual: [-45, 90], limits: [-60, 150] },
  ],
  ['voltage volt volts vol u v dy dianya', 'voltage', '电压', 'Voltage', 'gauge', volts],
  [
    'current curr cur amp amps ampere i dianliu',
    'current',
    '电流',
    'Current',
    'gauge',
    { unit: 'A', usual: [-2_000, 2_000], limits: [-2_000, 2_000] },
  ],
  [
    'power pwr activepower watt watts gl gonglv p',
    'power',
    '功率',
    'Power',
    'gauge',
    { unit: 'kW', usual: [-400, 400], limits: [-1_000, 1_000] },
  ],
  ['powerfactor pf cosphi cos glys', 'powerFactor', '功率因数', 'Power factor', 'gauge', { unit: '', usual: [-1, 1], limits: [-1, 1] }],
  ['frequency freq hz f pl pinlv', 'frequency', '频率', 'Frequency', 'gauge', { unit: 'Hz', usual: [0, 70], limits: [0, 100] }],
  [
    'battery batt bat soc batterylevel batlevel dcdl',
    'battery',
    '电池电量',
    'Battery',
    'gauge',
    { unit: '%', usual: [0, 100], limits: [0, 100] },
  ],
  [
    'batteryvoltage batvolt batv vbat dcdy',
    'batteryVoltage',
    '电池电压',
    'Battery voltage',
    'gauge',
    { unit: 'V', usual: [1, 100], limits: [0, 120] },
  ],
  [
    'rssi signal signalstrength dbm xh xhqd xinhao csq sig rsrp',
    'signal',
    '信号强度',
    'Signal strength',
    'gauge',
    { unit: 'dBm', usual: [-150, 99], limits: [-150, 100] },
  ],
  ['snr', 'snr', '信噪比', 'Signal to noise ratio', 'gauge', { unit: 'dB', usual: [-40, 60], limits: [-50, 100] }],
  [
    'weight netweight grossweight mass zl zhongliang jz gross net',
    'weight',
    '重量',
    'Weight',
    'gauge',
    { unit: 'g', limits: [-1_000, 1_000_000] },
  ],
  ['tare pizhong pz', 'tare', '皮重', 'Tare', 'gauge', { unit: 'g', limits: [0, 1_000_000] }],
  ['pressure press pres yl yali', 'pressure', '压力', 'Pressure', 'gauge', { unit: 'kPa', limits: [0, 100_000] }],
  ['pm25', 'pm25', 'PM2.5 浓度', 'PM2.5', 'gauge', { unit: 'µg/m³', limits: [0, 1_000] }],
  ['pm10', 'pm10', 'PM10 浓度', 'PM10', 'gauge', { unit: 'µg/m³', limits: [0, 2_000] }],
  ['co2', 'co2', '二氧化碳浓度', 'Carbon dioxide', 'gauge', { unit: 'ppm', limits: [0, 10_000] }],
  ['noise zs zaosheng', 'noise', '噪声', 'Noise', 'gauge', { unit: 'dB', limits: [0, 150] }],
  ['illuminance lux light guangzhao gz', 'illuminance', '光照', 'Illuminance', 'gauge', { unit: 'lx', limits: [0, 200_000] }],
  ['level liquidlevel waterlevel yw yewei sw shuiwei', 'level', '液位', 'Level', 'gauge', {}],
  ['fill filllevel fullness manyi my', 'fillLevel', '满溢程度', 'Fill level', 'gauge', { unit: '%', usual: [0, 100], limits: [0, 100] }],
  ['distance dist range juli jl', 'distance', '距离', 'Distance', 'gauge', {}],
  ['speed velocity sudu', 'speed', '速度', 'Speed', 'gauge', {}],
  ['angle tilt qj qingjiao jiaodu', 'tilt', '倾角', 'Tilt', 'gauge', { unit: '°', limits: [-360, 360] }],
  ['flowrate flow ll liuliang', 'flow', '流量', 'Flow', 'gauge', {}],
  ['progress percent percentage jindu', 'progress', '进度', 'Progress', 'gauge', { unit: '%', usual: [0, 100], limits: [0, 100] }],
  ['latitude lat weidu', 'latitude', '纬度', 'Latitude', 'gauge', { unit: '°', limits: [-90, 90] }],
  ['longitude lng lon jingdu', 'longitude', '经度', 'Longitude', 'gauge', { unit: '°', limits: [-180, 180] }],
  // What only grows.
  [
    'energy kwh wh electricity consumption totalenergy energytotal ep epi dl dn dianliang zdl ydl',
    'energy',
    '累计电量',
    'Energy',
    'total',
    { unit: 'kWh' },
  ],
  ['water watervolume watertotal shuiliang ljll', 'volume', '累计流量', 'Volume', 'total', { unit: 'm³' }],
  ['runtime runhours uptime operatinghours yxsj', 'runTime', '运行时间', 'Running time', 'total', { unit: 'h' }],
  ['salestotal totalsales salescount ordertotal zxl', 'salesTotal', '累计销量', 'Sales so far', 'total', { unit: '' }],
  // Whole numbers of things.
  ['lanes lanecount channels slots hds huodaoshu', 'lanes', '货道总数', 'Lanes', 'count', {}],
  ['emptylanes emptyslots soldout qh qhs quehuo kongdao', 'emptyLanes', '缺货货道', 'Empty lanes', 'count', {}],
  ['stock inventory remaining kc kucun', 'stock', '库存', 'Stock', 'count', {}],
  ['free available idle vacant kx kongxian kw', 'free', '空闲数', 'Free', 'count', {}],
  ['used busy occupiedcount zy zhanyong', 'used', '占用数', 'In use', 'count', {}],
  ['faulty broken faults gzs', 'faulty', '故障数', 'Faulty', 'count', {}],
  ['compartments cells boxes gekou gks', 'compartments', '格口总数', 'Compartments', 'count', {}],
  ['sockets ports plugs cz chazuo', 'sockets', '插座数', 'Sockets', 'count', {}],
  ['people persons occupancy headcount rs renshu', 'occupancy', '人数', 'People', 'count', {}],
  ['count num quantity qty sl shuliang pcs pieces', 'quantity', '数量', 'Quantity', 'count', {}],
  ['errors errorcount errcount cws', 'errors', '错误数', 'Errors', 'count', {}],
  ['cars vehicles spaces cw chewei', 'spaces', '车位数', 'Spaces', 'count', {}],
  ['capacity total max rl rongliang', 'capacity', '容量', 'Capacity', 'count', {}],
  // States.
  ['status stat state sts mode zt zhuangtai workstate devstatus runstatus', 'status', '状态', 'Status', 'state', {}],
  ['door gate lid men mc doorstate doorstatus mzt', 'door', '门', 'Door', 'state', closedOpen],
  ['lock locked locks suo szt lockstate', 'lock', '锁', 'Lock', 'state', { pair: ['unlocked', 'locked'] }],
  ['arm armstate bar barrier bj', 'arm', '摆臂', 'Arm', 'state', { pair: ['down', 'up'] }],
  [
    'occupied parked carpresent car vehicle youche yc presence',
    'occupied',
    '是否占用',
    'Occupied',
    'state',
    { pair: ['vacant', 'occupied'] },
  ],
  ['online connected zaixian zx net network', 'network', '联网状态', 'Network', 'state', { pair: ['offline', 'online'] }],
  ['switch sw2 kg kaiguan relay onoff poweron', 'relay', '开关', 'Switch', 'state', offOn],
  ['lamp led deng', 'lamp', '灯', 'Lamp', 'state', offOn],
  ['pump shuibeng', 'pump', '水泵', 'Pump', 'state', offOn],
  ['fan fengji', 'fan', '风机', 'Fan', 'state', offOn],
  ['heater heating jiare', 'heater', '加热', 'Heater', 'state', offOn],
  ['compressor comp ysj', 'compressor', '压缩机', 'Compressor', 'state', offOn],
  ['valve fm famen', 'valve', '阀门', 'Valve', 'state', closedOpen],
  ['smoke yg yangan', 'smoke', '烟感', 'Smoke detector', 'state', clearAlarm],
  ['alarm warn warning baojing gj', 'alarm', '报警', 'Alarm', 'state', clearAlarm],
  ['fault error err gz guzhang errcode errorcode faultcode', 'fault', '故障', 'Fault', 'state', { pair: ['clear', 'faulted'] }],
  ['leak leakage loushui', 'leak', '漏水', 'Leak', 'state', clearAlarm],
  ['fire huozai', 'fire', '火灾', 'Fire', 'state', clearAlarm],
  ['tamper fangchai', 'tamper', '防拆', 'Tamper', 'state', clearAlarm],
  ['stable steady wending wdbz', 'stable', '是否稳定', 'Stable', 'state', { pair: ['unstable', 'stable'] }],
  ['charging cd chongdian', 'charging', '充电', 'Charging', 'state', { pair: ['idle', 'charging'] }],
  ['cashless pay payment zf zhifu', 'payment', '支付', 'Payment', 'state', { pair: ['unavailable', 'ok'] }],
  ['enabled enable active qiyong', 'enabled', '启用', 'Enabled', 'state', { pair: ['disabled', 'enabled'] }],
  // Of events.
  ['amount price money fee cost je jine jg jiage payamount totalprice paid', 'amount', '金额', 'Amount', 'money', amounts],
  ['unitprice dj danjia', 'unitPrice', '单价', 'Unit price', 'money', amounts],
  ['balance yue', 'balance', '余额', 'Balance', 'money', amounts],
  ['lane lanenumber lanenumber slot channel hd huodao aisle', 'lane', '货道', 'Lane', 'text', {}],
  ['sku goods goodsid product productid item itemcode barcode sp spbm shangpin', 'sku', '商品', 'Product', 'text', {}],
  ['parcel waybill package express kd kuaidi danhao', 'parcel', '包裹', 'Parcel', 'text', {}],
  ['order orderid orderno ddh dingdan transaction tradeno', 'order', '订单', 'Order', 'text', {}],
  ['session sessionid', 'session', '会话', 'Session', 'text', {}],
  ['compartment box cell gk', 'compartment', '格口', 'Compartment', 'text', {}],
  ['socket port plug', 'socket', '插座', 'Socket', 'text', {}],
  ['duration seconds secs elapsed shichang sc', 'duration', '时长', 'Duration', 'gauge', { unit: 's' }],
  ['reason cause yuanyin yy', 'reason', '原因', 'Reason', 'text', {}],
  ['trace tracecode zs2 zhuisu', 'trace', '追溯码', 'Traceability code', 'text', {}],
  ['plate plateno licenseplate cp chepai cph', 'plate', '车牌', 'Number plate', 'personal', {}],
  // About the device and the message.
  [
    'id devid deviceid dev device did sn serial serialno imei iccid imsi mac clientid equipmentid eid sbbh sbid machineid machine mid productkey client gateway',
    'device',
    '设备编号',
    'Device',
    'identity',
  ],
  ['version ver fw firmware hw hardware fwver swver sw model vendor manufacturer brand bb banben', 'version', '版本', 'Version', 'version'],
  [
    'ts t timestamp time datetime date utc sj shijian rq riqi reporttime collecttime eventtime createtime tm clock gettime',
    'time',
    '时间',
    'Time',
    'time',
  ],
  ['seq sequence seqno msgid messageid msgno packetid frame xlh index idx no msgseq', 'sequence', '序号', 'Sequence number', 'number'],
  ['unit dw danwei uom', 'unit', '单位', 'Unit', 'unit'],
  ['type msgtype event eventtype cmd command action method op func topic msg kind', 'type', '类型', 'Type', 'sort'],
  [
    'phone mobile tel telephone sjh shouji contact name username realname xm xingming idcard idno sfz openid unionid userid user uid member memberid cardno card email address addr pickcode pickupcode qjm password pwd token face',
    'resident',
    '居民信息',
    'Of a resident',
    'personal',
  ],
]

/** A device's word, in small letters and without joints → what is meant. */
export const dictionary: ReadonlyMap<string, Meaning> = new Map(
  rows.flatMap(([words, name, zh, en, sense, more]) => words.split(' ').map((word) => [word, { name, zh, en, sense, ...more }] as const)),
)

/** Words of a state: ours, Chinese, English; then what devices write instead. */
const stateRows: readonly (readonly [word: string, zh: string, en: string, others?: string])[] = [
  ['on', '开', 'On', 'kai 打开状态'],
  ['off', '关', 'Off', 'guan'],
  ['open', '打开', 'Open', 'opened 开门 开启'],
  ['closed', '关闭', 'Closed', 'close shut 关门'],
  ['locked', '已锁', 'Locked', 'lock 锁定 上锁'],
  ['unlocked', '未锁', 'Unlocked', 'unlock 解锁'],
  ['up', '升起', 'Up', 'raised rise 抬起 上升'],
  ['down', '降下', 'Down', 'lowered fall 落下 下降'],
  ['moving', '动作中', 'Moving', 'rising falling'],
  ['vacant', '空闲', 'Vacant', 'novehicle 无车 空位'],
  ['occupied', '占用', 'Occupied', 'parked taken 有车 已占用'],
  ['online', '在线', 'Online'],
  ['offline', '离线', 'Offline'],
  ['ok', '正常', 'Working', 'good fine'],
  ['normal', '正常', 'Normal'],
  ['clear', '正常', 'Clear', 'none noalarm'],
  ['alarm', '报警', 'Alarm', 'alert alarming 告警'],
  ['warning', '警告', 'Warning', 'warn 预警'],
  ['faulted', '故障', 'Faulted', 'fault error err failed fail broken 异常'],
  ['idle', '空闲', 'Idle', 'free available ready 待机中'],
  ['busy', '忙碌', 'Busy', 'inuse working 使用中'],
  ['charging', '充电中', 'Charging', '正在充电'],
  ['finished', '已完成', 'Finished', 'done complete completed finishing 完成'],
  ['preparing', '准备中', 'Preparing'],
  ['suspended', '暂停', 'Suspended', 'paused suspendedev suspendedevse'],
  ['reserved', '已预约', 'Reserved'],
  ['unavailable', '不可用', 'Unavailable'],
  ['running', '运行', 'Running', 'run 运行中 工作'],
  ['stopped', '停止', 'Stopped', 'stop 停机'],
  ['standby', '待机', 'Standby', 'sleep sleeping'],
  ['maintenance', '维护中', 'Being serviced', 'service maintain repair 维护 检修'],
  ['selling', '正常售卖', 'Selling', 'sale 售卖中'],
  ['heating', '加热', 'Heating'],
  ['cooling', '制冷', 'Cooling'],
  ['defrosting', '化霜', 'Defrosting', 'defrost 除霜'],
  ['stable', '稳定', 'Stable', 'st'],
  ['unstable', '不稳定', 'Unstable', 'us'],
  ['enabled', '启用', 'Enabled', 'enable active'],
  ['disabled', '停用', 'Disabled', 'disable inactive 禁用'],
  ['auto', '自动', 'Automatic', 'automatic'],
  ['manual', '手动', 'Manual'],
  ['low', '低', 'Low'],
  ['medium', '中', 'Medium', 'mid middle'],
  ['high', '高', 'High'],
  ['full', '满', 'Full'],
  ['empty', '空', 'Empty'],
  ['connected', '已连接', 'Connected'],
  ['disconnected', '未连接', 'Disconnected'],
  ['yes', '是', 'Yes', 'true y'],
  ['no', '否', 'No', 'false n'],
  ['other', '其他', 'Other'],
  ['unknown', '未知', 'Unknown', 'na null'],
]

export interface StateWord {
  readonly word: string
  readonly zh: string
  readonly en: string
}

/** By everything a device may write for it, in small letters and without joints. */
export const stateWords: ReadonlyMap<string, StateWord> = new Map(
  stateRows
    .flatMap(([word, zh, en, others]) => [word, zh, ...(others?.split(' ') ?? [])].map((written) => [written, { word, zh, en }] as const))
    .toReversed(),
)

/** Kinds by the words in their names. */
const kindRows: readonly (readonly [words: string, zh: string, en: string])[] = [
  ['vending vend vendor shj', '自助售卖机', 'Vending machine'],
  ['scale scales weigher weighing cheng', '电子秤', 'Scale'],
  ['parkinglock groundlock chewei', '车位锁', 'Parking lock'],
  ['parking', '停车场', 'Parking'],
  ['lock', '智能锁', 'Lock'],
  ['locker', '智能柜', 'Locker'],
  ['charger charging pile evse', '充电桩', 'Charger'],
  ['bikeshed ebike', '电动自行车充电棚', 'E-bike charging shed'],
  ['freezer fridge', '冷柜', 'Freezer'],
  ['meter', '表计', 'Meter'],
  ['water', '水表', 'Water meter'],
  ['gas', '燃气表', 'Gas meter'],
  ['lamp light', '路灯', 'Lamp'],
  ['gate barrier', '道闸', 'Barrier'],
  ['bin trash garbage', '垃圾箱', 'Bin'],
  ['smoke', '烟感', 'Smoke detector'],
  ['camera', '摄像机', 'Camera'],
  ['elevator lift', '电梯', 'Lift'],
  ['weather', '气象站', 'Weather station'],
  ['air', '空气监测站', 'Air monitor'],
  ['store shop', '便利店', 'Store'],
]

export const kindLabels: ReadonlyMap<string, { zh: string; en: string }> = new Map(
  kindRows.flatMap(([words, zh, en]) => words.split(' ').map((word) => [word, { zh, en }] as const)),
)

/** Words of events: by what they are called, what a person reads. */
const eventRows: readonly (readonly [words: string, zh: string, en: string])[] = [
  ['sale sell sold vend deal chuhuo ch', '售出', 'Sale'],
  ['restock refill replenish buhuo', '补货', 'Restock'],
  ['count inventory stocktake pandian', '盘点', 'Stock count'],
  ['open opened opendoor dooropen kaimen', '打开', 'Opened'],
  ['close closed closedoor doorclose guanmen', '关闭', 'Closed'],
  ['alarm alert warning baojing', '报警', 'Alarm'],
  ['fault error failure guzhang', '故障', 'Fault'],
  ['recover restored cleared huifu', '恢复', 'Recovered'],
  ['start begin started kaishi', '开始', 'Start'],
  ['stop end finish ended finished jieshu', '结束', 'End'],
  ['session charge charged', '充电结束', 'Charge ended'],
  ['deposit cunru', '存入', 'Deposit'],
  ['pickup quchu', '取出', 'Pick-up'],
  ['entry enter in jinchang', '进入', 'Entry'],
  ['exit leave out chuchang', '离开', 'Exit'],
  ['weigh weighed weighing chengzhong', '称重', 'Weighed'],
  ['lock locked', '上锁', 'Locked'],
  ['unlock unlocked', '解锁', 'Unlocked'],
  ['raise raised up', '升起', 'Raised'],
  ['lower lowered down', '降下', 'Lowered'],
  ['arrive arrived park parked', '驶入', 'Arrived'],
  ['depart departed left', '驶离', 'Departed'],
  ['login signin', '登录', 'Signed in'],
  ['boot reboot restart power', '重启', 'Restarted'],
  ['payment pay paid', '支付', 'Payment'],
  ['refund tuikuan', '退款', 'Refund'],
  ['outage tingdian', '停电', 'Outage'],
]

export const eventLabels: ReadonlyMap<string, { zh: string; en: string }> = new Map(
  eventRows.flatMap(([words, zh, en]) => words.split(' ').map((word) => [word, { zh, en }] as const)),
)

/** What a unit at the end of a name, or in a field beside it, makes of a number: by how much it is multiplied, and then its unit. */
export const unitWords: Readonly<Record<string, { readonly unit: string; readonly scale: number; readonly offset?: number }>> = {
  w: { unit: 'kW', scale: 0.001 },
  watt: { unit: 'kW', scale: 0.001 },
  watts: { unit: 'kW', scale: 0.001 },
  kw: { unit: 'kW', scale: 1 },
  wh: { unit: 'kWh', scale: 0.001 },
  kwh: { unit: 'kWh', scale: 1 },
  v: { unit: 'V', scale: 1 },
  mv: { unit: 'V', scale: 0.001 },
  a: { unit: 'A', scale: 1 },
  ma: { unit: 'A', scale: 0.001 },
  c: { unit: '°C', scale: 1 },
  degc: { unit: '°C', scale: 1 },
  celsius: { unit: '°C', scale: 1 },
  f: { unit: '°C', scale: 0.555_555_555_556, offset: -17.777_777_777_8 },
  g: { unit: 'g', scale: 1 },
  kg: { unit: 'g', scale: 1_000 },
  jin: { unit: 'g', scale: 500 },
  斤: { unit: 'g', scale: 500 },
  公斤: { unit: 'g', scale: 1_000 },
  千克: { unit: 'g', scale: 1_000 },
  克: { unit: 'g', scale: 1 },
  t: { unit: 'g', scale: 1_000_000 },
  hz: { unit: 'Hz', scale: 1 },
  pct: { unit: '%', scale: 1 },
  percent: { unit: '%', scale: 1 },
  s: { unit: 's', scale: 1 },
  sec: { unit: 's', scale: 1 },
  ms: { unit: 's', scale: 0.001 },
  dbm: { unit: 'dBm', scale: 1 },
  yuan: { unit: 'fen', scale: 100 },
  fen: { unit: 'fen', scale: 1 },
  cents: { unit: 'fen', scale: 1 },
}
