/**
 * Every reason for which a message is refused: one sentence in each language that says what is wrong and what to do. `{name}` stands for
 * a parameter; both languages use the same ones. docs/generated/errors.md lists them with examples.
 */
export const codes = {
  'not-utf8': {
    zh: '报文不是 UTF-8 编码：{guess}。请以 UTF-8 编码发送 JSON。',
    en: 'The message is not UTF-8: {guess}. Send JSON as UTF-8.',
  },
  empty: {
    zh: '报文是空的。请发送 JSON 对象。',
    en: 'The message is empty. Send a JSON object.',
  },
  'not-json': {
    zh: '报文不是 JSON：第 {line} 行第 {column} 列，{cause}。',
    en: 'The message is not JSON: line {line}, column {column}: {cause}.',
  },
  'too-deep': {
    zh: '报文嵌套超过 {limit} 层。读数只需要一层，请去掉多余的嵌套。',
    en: 'The message is nested more than {limit} levels deep. A reading needs one; send the values flat.',
  },
  'too-large': {
    zh: '报文有 {bytes} 字节，上限是 {limit} 字节。请分成几条发送。',
    en: 'The message has {bytes} bytes, the limit is {limit}. Send it in several messages.',
  },
  'not-an-object': {
    zh: '这里应为 JSON 对象（花括号），收到的是 {found}。请发送 字段名: 值 的对象。',
    en: 'A JSON object (in braces) is expected here, there was {found}. Send an object of field names and values.',
  },
  'array-empty': {
    zh: '数组是空的。没有读数时请不要发送。',
    en: 'The array is empty. Send nothing when there is no reading.',
  },
  'array-too-long': {
    zh: '数组有 {length} 条读数，一条报文最多 {limit} 条。请分成几条发送。',
    en: 'The array has {length} readings, a message may carry {limit}. Send it in several messages.',
  },

  'topic-unknown': {
    zh: '没有主题“{topic}”。设备可以发布 {topics}。',
    en: 'There is no topic "{topic}". A device may publish {topics}.',
  },
  'down-topic': {
    zh: '主题“{topic}”是平台发给设备的，设备不能发布。读数请发布到 telemetry，对命令的应答请发布到 reply/…。',
    en: 'Topic "{topic}" leads from the platform to the device, so the device cannot publish it. Publish readings to telemetry and answers to reply/….',
  },
  'reply-unexpected': {
    zh: '没有等待应答的命令“{id}”。应答主题里的编号必须与收到的命令的 id 相同。',
    en: 'No command "{id}" is waiting for a reply. The topic of a reply ends with the id of the command it answers.',
  },
  'unknown-protocol': {
    zh: '没有协议“{protocol}”的适配器。请核对 raw/ 后面的协议名，或改用 telemetry 发送 JSON。',
    en: 'There is no adapter for the protocol "{protocol}". Check the name behind raw/, or send JSON to telemetry.',
  },
  'unknown-event': {
    zh: '{kind}没有事件“{event}”，可用的事件：{events}。',
    en: '{kind} has no event "{event}"; its events are: {events}.',
  },
  'foreign-device': {
    zh: '主题写的是设备“{topicDevice}”，发送者却是“{device}”。设备只能发布自己的主题，请改正主题里的设备编号。',
    en: 'The topic names device "{topicDevice}", but "{device}" sent the message. A device publishes its own topics only; correct the device id in the topic.',
  },
  'wrong-kind': {
    zh: '主题写的类型是“{topicKind}”，登记的类型是“{registeredKind}”。请改正主题，或更正设备登记。',
    en: 'The topic says the kind is "{topicKind}", the register says "{registeredKind}". Correct the topic, or the register if that is wrong.',
  },
  'device-unregistered': {
    zh: '设备“{device}”没有登记。请先登记（POST /api/v1/devices），再重放这条报文。',
    en: 'Device "{device}" is not registered. Register it (POST /api/v1/devices), then replay this message.',
  },
  'device-retired': {
    zh: '设备“{device}”已停用。若仍在使用，请用新的编号重新登记；否则请断开设备。',
    en: 'Device "{device}" is retired. Register it under a new id if it is still in use; otherwise disconnect it.',
  },
  'kind-unknown': {
    zh: '设备登记的类型“{kind}”在本平台没有定义。请补上该类型的定义文件，再重放这条报文。',
    en: 'The device is registered as "{kind}", a kind this site has no definition of. Add the definition, then replay this message.',
  },

  'no-known-field': {
    zh: '{kind}不认识报文中的任何字段。认识的字段：{fields}。',
    en: '{kind} knows none of the fields in this message. It knows: {fields}.',
  },
  'missing-field': {
    zh: '缺少“{field}”。请在报文中加上。',
    en: '"{field}" is missing. Add it to the message.',
  },
  'wrong-type': {
    zh: '“{field}”应为{expected}，收到的是 {found}。请改正类型。',
    en: '"{field}" must be {expected}, there was {found}. Correct the type.',
  },
  'not-whole': {
    zh: '“{field}”应为整数，收到的是 {found}。请发送不带小数的数。',
    en: '"{field}" must be a whole number, there was {found}. Send it without a fraction.',
  },
  'not-finite': {
    zh: '“{field}”的数值大到无法表示。没有有效值时请省略该字段。',
    en: '"{field}" is a number too large to be held. Leave the field out when there is no valid value.',
  },
  'out-of-limits': {
    zh: '“{field}”为 {found}，超出允许范围 {limits}。请核对单位、倍率和传感器。',
    en: '"{field}" is {found}, outside {limits}. Check the unit, the scale and the sensor.',
  },
  'unknown-word': {
    zh: '“{field}”不能是 {found}，应为下列单词之一：{words}。',
    en: '"{field}" cannot be {found}; send one of these words: {words}.',
  },
  'text-length': {
    zh: '“{field}”有 {length} 个字符，应为 {limits} 个。请改正长度。',
    en: '"{field}" has {length} characters, it must have {limits}. Correct its length.',
  },
  'list-length': {
    zh: '“{field}”有 {length} 项，应为 {limits} 项。请改正项数。',
    en: '"{field}" has {length} entries, it must have {limits}. Correct their number.',
  },
  'personal-data': {
    zh: '“{field}”是手机号码。平台不接收居民的个人信息，请改用运单号或包裹编号。',
    en: '"{field}" is a mobile phone number. The platform takes no personal data of residents; send the number of the parcel instead.',
  },
  'not-accepted': {
    zh: '“{field}”为 {found}，不符合该类型的定义（{rule}）。请按定义改正。',
    en: '"{field}" is {found}, which the definition of the kind does not accept ({rule}). Correct it accordingly.',
  },

  'ts-invalid': {
    zh: '“{field}”为 {found}，不是时间。请发送 1970 年以来的毫秒数（UTC），或带时区的 ISO 8601 时间。',
    en: '"{field}" is {found}, which is not a time. Send milliseconds since 1970 UTC, or an ISO 8601 time with its zone.',
  },
  'ts-without-zone': {
    zh: '“{field}”为 {found}，没有时区，无法确定是哪个时刻。请在末尾加上时区，例如 +08:00 或 Z。',
    en: '"{field}" is {found}, a time without zone, which could be any of many. Append the zone, such as +08:00 or Z.',
  },
  'ts-unit': {
    zh: '“{field}”为 {found}，看来单位是{unit}，应为毫秒。请换算成毫秒。',
    en: '"{field}" is {found}, which looks like {unit}; milliseconds are expected. Convert it to milliseconds.',
  },
  'ts-too-old': {
    zh: '“{field}”是 {time}，早于读数的保存期（{days} 天）。请校准设备时钟；不知道时间时请省略 ts。',
    en: '"{field}" is {time}, older than readings are kept ({days} days). Set the clock of the device; leave ts out while it does not know the time.',
  },
  'ts-future': {
    zh: '“{field}”是 {time}，比收到的时间晚 24 小时以上。请校准设备时钟，并核对时区；不知道时间时请省略 ts。',
    en: '"{field}" is {time}, more than 24 hours after receipt. Set the clock of the device and check its zone; leave ts out while it does not know the time.',
  },
  'seq-invalid': {
    zh: '“seq”为 {found}，应为从 0 起的整数，每条报文加 1。',
    en: '"seq" is {found}; it must be a whole number from 0 on that grows by 1 with each message.',
  },
  'boot-invalid': {
    zh: '“boot”为 {found}，应为 1 到 64 个字符的文本或整数，设备每次启动换一个。',
    en: '"boot" is {found}; it must be a text of 1 to 64 characters or a whole number, a new one for each start of the device.',
  },
  'id-invalid': {
    zh: '“id”为 {found}，应为 1 到 128 个字符的文本或整数，每个事件一个。',
    en: '"id" is {found}; it must be a text of 1 to 128 characters or a whole number, one for each event.',
  },
  'quality-invalid': {
    zh: '“quality”为 {found}，应为 good、uncertain 或 bad。',
    en: '"quality" is {found}; it must be good, uncertain or bad.',
  },

  'store-refused': {
    zh: '数据库不接受这条数据：{why}。请核对字段，改正后重放。',
    en: 'The database does not take this point: {why}. Check its fields, mend them and replay.',
  },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export type RejectionCode = keyof typeof codes
