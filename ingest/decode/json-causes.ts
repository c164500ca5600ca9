import type { Sentence } from '../quarantine/rejection.ts'

interface Cause {
  /** Continues "line 1, column 5: …". */
  readonly is: Sentence
  readonly cure?: Sentence
}

const library: Sentence = {
  zh: '请用 JSON 库生成报文，例如 Python 的 json.dumps，不要自己拼接字符串。',
  en: 'Let a JSON library write the message, such as json.dumps in Python, instead of putting strings together.',
}

const leaveOut: Sentence = {
  zh: '没有有效值时请省略该字段，或把 quality 设为 bad。',
  en: 'Leave the field out when there is no valid value, or set quality to bad.',
}

/** Why a text is not JSON, and what to do about it. */
export const jsonCauses = {
  truncated: {
    is: { zh: '报文到这里就断了', en: 'the message ends here, before it is complete' },
    cure: {
      zh: '请检查设备的发送缓冲区是否太小，或发送时是否被中断。',
      en: 'Check whether the send buffer of the device is too small, or whether sending was interrupted.',
    },
  },
  'single-quotes': {
    is: { zh: '用了单引号，JSON 只用双引号 "', en: 'single quotation marks; JSON takes double ones (") only' },
    cure: library,
  },
  'typographic-quotes': {
    is: { zh: '用了中文或排版引号，JSON 只用半角双引号 "', en: 'typographic quotation marks; JSON takes straight ones (") only' },
    cure: library,
  },
  'full-width': {
    is: { zh: '用了全角标点，JSON 只用半角标点', en: 'full-width punctuation; JSON takes the ASCII signs only' },
    cure: library,
  },
  'full-width-number': {
    is: { zh: '用了全角数字，JSON 只用半角数字', en: 'full-width digits; JSON takes the ASCII digits only' },
    cure: { zh: '请用半角数字发送，例如 -18.4。', en: 'Send the number in ASCII digits, as in -18.4.' },
  },
  'trailing-comma': {
    is: { zh: '最后一项后面多了一个逗号', en: 'a comma behind the last entry' },
    cure: { zh: '请去掉这个逗号。', en: 'Take the comma away.' },
  },
  'decimal-comma': {
    is: { zh: '小数点写成了逗号', en: 'a comma as the decimal sign' },
    cure: { zh: '请用小数点，例如 18.5；检查固件的区域设置。', en: 'Use a point, as in 18.5; check the locale of the firmware.' },
  },
  'no-number': { is: { zh: 'NaN、Infinity 等不是 JSON 的数值', en: 'NaN, Infinity and the like are no numbers in JSON' }, cure: leaveOut },
  'capital-word': {
    is: { zh: 'JSON 的 true、false、null 只能小写', en: 'JSON writes true, false and null in small letters' },
    cure: library,
  },
  'unquoted-name': {
    is: { zh: '字段名没有加双引号', en: 'the name of a field is not in quotation marks' },
    cure: { zh: '请给字段名加上双引号。', en: 'Put the name into double quotation marks.' },
  },
  'bare-word': {
    is: { zh: '文本没有加双引号', en: 'text that is not in quotation marks' },
    cure: { zh: '请给文本加上双引号。', en: 'Put the text into double quotation marks.' },
  },
  'missing-comma': { is: { zh: '两项之间缺少逗号', en: 'a comma is missing between two entries' }, cure: library },
  'missing-colon': { is: { zh: '字段名后面缺少冒号', en: 'a colon is missing behind the name' }, cure: library },
  several: {
    is: { zh: '一条报文里有不止一个 JSON', en: 'a second JSON begins in the same message' },
    cure: { zh: '请分条发送，或放进一个数组 [{…},{…}]。', en: 'Send them one by one, or as an array [{…},{…}].' },
  },
  'more-behind': {
    is: { zh: 'JSON 结束之后还有内容', en: 'there is more behind the end of the JSON' },
    cure: { zh: '请检查缓冲区是否残留上一条报文。', en: 'Check whether the buffer still holds the rest of an earlier message.' },
  },
  nul: {
    is: { zh: '有一个零字节（\\0）', en: 'a zero byte (\\0)' },
    cure: { zh: '发送长度请不要包含字符串末尾的零。', en: 'Do not count the terminating zero of the string in the length sent.' },
  },
  'leading-zero': {
    is: { zh: '数值前面多了 0，JSON 不允许前导零', en: 'a number with a leading zero, which JSON does not allow' },
    cure: { zh: '请去掉前面的 0。', en: 'Leave out the leading zero.' },
  },
  'plus-sign': {
    is: { zh: '数值前面有加号，JSON 不允许', en: 'a number with a plus sign, which JSON does not allow' },
    cure: { zh: '请去掉加号。', en: 'Leave out the plus sign.' },
  },
  'hex-number': {
    is: { zh: '这是十六进制数，JSON 只用十进制', en: 'a hexadecimal number; JSON takes decimal ones only' },
    cure: { zh: '请换算成十进制。', en: 'Convert it to decimal.' },
  },
  'bare-point': {
    is: { zh: '小数点的前面和后面都必须有数字', en: 'a decimal point without a digit before and behind it' },
    cure: { zh: '请写成 0.5 这样的形式。', en: 'Write it like 0.5.' },
  },
  'number-with-unit': {
    is: { zh: '数值后面跟着单位或其他字符', en: 'a number with a unit or other characters behind it' },
    cure: {
      zh: '请只发送数值；若是文本，请加上双引号。',
      en: 'Send the number alone; or if it is a text, put it into double quotation marks.',
    },
  },
  'number-form': {
    is: { zh: '这个数值的写法不符合 JSON', en: 'a number that is not written as JSON writes it' },
    cure: { zh: '请写成 -18.5 或 1.85e1 这样的形式。', en: 'Write it like -18.5 or 1.85e1.' },
  },
  'control-character': {
    is: { zh: '文本里有未转义的控制字符（如换行、制表符）', en: 'a control character, such as a line break or tab, stands in a text' },
    cure: { zh: '请写成 \\n、\\t 等转义形式。', en: 'Write it as an escape such as \\n or \\t.' },
  },
  'bad-escape': {
    is: { zh: '反斜杠后面的转义无效', en: 'a backslash begins no valid escape' },
    cure: { zh: '反斜杠本身请写成 \\\\。', en: 'Write the backslash itself as \\\\.' },
  },
  comment: { is: { zh: 'JSON 没有注释', en: 'JSON has no comments' }, cure: { zh: '请去掉注释。', en: 'Take the comment away.' } },
  'out-of-place': { is: { zh: '这个字符不该出现在这里', en: 'this character cannot stand here' } },

  binary: {
    is: { zh: '这是二进制数据，不是文本', en: 'this is binary data, not text' },
    cure: { zh: '设备规约的原始帧请发布到 raw/{协议}。', en: 'Publish frames as the hardware sends them to raw/{protocol}.' },
  },
  hex: {
    is: { zh: '这是十六进制文本', en: 'this is hexadecimal text' },
    cure: { zh: '设备规约的原始帧请以字节发布到 raw/{协议}。', en: 'Publish frames of the hardware as bytes to raw/{protocol}.' },
  },
  base64: {
    is: { zh: '这像是 Base64 文本', en: 'this looks like Base64' },
    cure: { zh: '请解码后发送其中的 JSON。', en: 'Decode it and send the JSON in it.' },
  },
  xml: { is: { zh: '这是 XML 或 HTML', en: 'this is XML or HTML' }, cure: { zh: '请发送 JSON。', en: 'Send JSON.' } },
  pairs: {
    is: { zh: '这是 键=值 的写法', en: 'this is written as name=value' },
    cure: { zh: '请写成 {"键": 值}。', en: 'Write it as {"name": value}.' },
  },
  list: {
    is: { zh: '这是用逗号或分号分隔的一行数值（CSV）', en: 'this is a line of values (CSV)' },
    cure: { zh: '请写成 {"字段名": 值} 的对象。', en: 'Write it as an object {"field": value}.' },
  },
} as const satisfies Readonly<Record<string, Cause>>

export type JsonCause = keyof typeof jsonCauses

export const causeOf = (cause: JsonCause): Cause => jsonCauses[cause]
