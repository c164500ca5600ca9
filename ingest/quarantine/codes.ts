/**
 * Every reason for which a message is refused: one sentence in each language that says what is wrong and what to do. `{name}` stands for
 * a parameter; both languages use the same ones. docs/generated/errors.md lists them with examples.
 */
export const codes = {
  'not-utf8': {
    zh: '报文不是 UTF-8 编码：{guess}。这里只接受 UTF-8 编码的 JSON。',
    en: 'The message is not UTF-8: {guess}. Only JSON in UTF-8 is taken here.',
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
    zh: '报文有 {bytes} 字节，上限是 {limit} 字节。请拆成几条发送。',
    en: 'The message has {bytes} bytes, the limit is {limit}. Split it into several messages.',
  },
  'not-an-object': {
    zh: '这里应为 JSON 对象，收到的是 {found}。请发送由字段名和值组成的对象（花括号）。',
    en: 'A JSON object is expected here, but {found} was sent. Send field names and values, in braces.',
  },
  'array-empty': {
    zh: '数组是空的。没有读数时不必发送。',
    en: 'The array is empty. Send nothing when there is no reading.',
  },
  'array-too-long': {
    zh: '数组有 {length} 条读数，一条报文最多 {limit} 条。请拆成几条报文发送。',
    en: 'The array has {length} readings; a message may carry {limit}. Split it into several messages.',
  },

  'topic-unknown': {
    zh: '没有主题“{topic}”。请改用设备可以发布的主题：{topics}。',
    en: 'There is no topic "{topic}". Use one to which a device may publish: {topics}.',
  },
  'down-topic': {
    zh: '主题“{topic}”是平台发给设备的，设备不能发布。读数请发布到 telemetry，对命令的应答请发布到 reply/…。',
    en: 'Topic "{topic}" leads from the platform to the device, so the device cannot publish it. Publish readings to telemetry and answers to reply/….',
  },
  'reply-unexpected': {
    zh: '没有等待应答的命令“{id}”：它可能已过期或已应答。请在 reply/ 后面填写所应答命令的 id，并在过期之前应答。',
    en: 'No command "{id}" is waiting for a reply: it may have expired or been answered. Put the id of the command after reply/, and answer before it expires.',
  },
  'unknown-protocol': {
    zh: '没有协议“{protocol}”的适配器，原始字节已保存在隔离区。请核对 raw/ 后面的协议名，或解码后以 JSON 发送到 telemetry。',
    en: 'There is no adapter for the protocol "{protocol}"; the bytes are kept in quarantine. Check the name after raw/, or decode them and send JSON to telemetry.',
  },
  'unknown-event': {
    zh: '{kind}没有事件“{event}”。请把主题里的事件名改为下列之一：{events}。',
    en: '{kind} has no event "{event}". Use one of its events in the topic: {events}.',
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
  'device-waiting': {
    zh: '设备“{device}”正在等候接入，报文已保留。接纳后（POST /api/v1/waiting/{device}/accept）可以重放，一条也不会丢。',
    en: 'Device "{device}" waits to be accepted; the message is kept. Once accepted (POST /api/v1/waiting/{device}/accept) it can be replayed, and nothing is lost.',
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
    zh: '{kind}不认识报文中的任何字段。请使用它认识的字段名：{fields}；固件改不了时，请在平台上配置字段映射。',
    en: '{kind} knows none of the fields in this message. Use the names it knows: {fields}; where the firmware cannot be changed, set up a mapping.',
  },
  'missing-field': {
    zh: '缺少“{field}”。请在报文中加上。',
    en: '"{field}" is missing. Add it to the message.',
  },
  'wrong-type': {
    zh: '“{field}”应为{expected}，收到的是 {found}。请按要求的类型发送。',
    en: '"{field}" must be {expected}, but {found} was sent. Send it as that type.',
  },
  'not-whole': {
    zh: '“{field}”应为整数，收到的是 {found}。请发送不带小数的数。',
    en: '"{field}" must be a whole number, but {found} was sent. Send it without a fraction.',
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
    zh: '“{field}”不能是 {found}，请发送下列单词之一：{words}。',
    en: '"{field}" cannot be {found}; send one of these words: {words}.',
  },
  'text-length': {
    zh: '“{field}”有 {length} 个字符，允许的字符数是 {limits}。请改正长度，不要截断编号。',
    en: '"{field}" has {length} characters; allowed are {limits}. Correct its length, without cutting an id short.',
  },
  'list-length': {
    zh: '“{field}”有 {length} 项，允许的项数是 {limits}。请改正项数；没有内容时请省略该字段。',
    en: '"{field}" has {length} entries; allowed are {limits}. Correct their number, or leave the field out when there are none.',
  },
  'personal-data': {
    zh: '“{field}”的内容像是手机号码。平台不接收居民的个人信息，请改用运单号或包裹编号。',
    en: '"{field}" looks like a mobile phone number. The platform takes no personal data of residents; send the waybill or parcel number instead.',
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
    en: '"{field}" is {found}, a time without a zone, so it is not clear which moment is meant. Append the zone, such as +08:00 or Z.',
  },
  'ts-unit': {
    zh: '“{field}”为 {found}，单位看起来是{unit}，这里应为毫秒。请换算成毫秒。',
    en: '"{field}" is {found}, which looks like {unit}; milliseconds are expected. Convert it to milliseconds.',
  },
  'ts-too-old': {
    zh: '“{field}”是 {time}，早于读数的保存期（{days} 天）。请校准设备时钟；不知道时间时请省略 ts。',
    en: '"{field}" is {time}, earlier than the {days} days for which readings are kept. Set the clock of the device; leave ts out as long as it does not know the time.',
  },
  'ts-future': {
    zh: '“{field}”是 {time}，比收到的时间晚 24 小时以上。请校准设备时钟，并核对时区；不知道时间时请省略 ts。',
    en: '"{field}" is {time}, more than 24 hours after receipt. Set the clock of the device and check its zone; leave ts out as long as it does not know the time.',
  },
  'clock-wrong': {
    zh: '“{field}”为 {found}：{diagnosis}按照该设备的时钟策略，时钟不准的报文进入隔离区。请更正设备时钟；要存储这条报文，请把策略改为 correct（校正）或 accept（接受）后重放。',
    en: '"{field}" is {found}: {diagnosis} The policy for the clock of this device is to quarantine. Set its clock right; to store this message, set the policy to correct or accept and replay it.',
  },
  'seq-invalid': {
    zh: '“seq”为 {found}，应为从 0 开始的整数，每条报文加 1。',
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
    zh: '数据库不接受这条数据：{why}。请核对并改正字段，然后重放这条报文。',
    en: 'The database does not take this data: {why}. Check and correct the fields, then replay the message.',
  },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export type RejectionCode = keyof typeof codes
