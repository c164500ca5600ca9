import type { Words } from '../../facilities/define.ts'

interface ProblemWords {
  readonly status: number
  readonly title: Words
  /** `{name}` is replaced by what is known of the case. */
  readonly message: Words
  /** What to do about it. */
  readonly hint: Words
}

const notFound: Words = { zh: '不存在', en: 'Not found' }
const badRequest: Words = { zh: '请求有误', en: 'Bad request' }
const conflict: Words = { zh: '冲突', en: 'Conflict' }
const unavailable: Words = { zh: '暂不可用', en: 'Unavailable' }

/** Every way in which the API says no. */
export const problems = {
  'route-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有 {method} {path} 这个接口', en: 'there is no {method} {path}' },
    hint: { zh: '全部接口见 /docs 或 /api/v1/openapi.json', en: 'all routes are listed at /docs and in /api/v1/openapi.json' },
  },
  'method-not-allowed': {
    status: 405,
    title: { zh: '方法不允许', en: 'Method not allowed' },
    message: { zh: '{path} 不接受 {method}', en: '{path} does not take {method}' },
    hint: { zh: '可用：{allow}', en: 'it takes {allow}' },
  },
  'malformed-json': {
    status: 400,
    title: badRequest,
    message: { zh: '请求体不是有效的 JSON', en: 'the body is not valid JSON' },
    hint: { zh: '请用 UTF-8 编码，双引号，不留多余逗号', en: 'send UTF-8, double quotes, no trailing comma' },
  },
  'reserved-name': {
    status: 400,
    title: badRequest,
    message: { zh: '请求体中不允许使用名称 {name}', en: 'the name {name} is not allowed in a body' },
    hint: { zh: '请去掉该名称；它在 JavaScript 中有特殊含义', en: 'leave it out: it means something of its own in JavaScript' },
  },
  'empty-body': {
    status: 400,
    title: badRequest,
    message: { zh: '请求体为空', en: 'the body is empty' },
    hint: { zh: '此接口需要请求体，见 /docs', en: 'this route needs a body, see /docs' },
  },
  'unsupported-media-type': {
    status: 415,
    title: { zh: '不支持的内容类型', en: 'Unsupported media type' },
    message: { zh: '不接受内容类型 {found}', en: 'content type {found} is not taken here' },
    hint: {
      zh: '请用 content-type: application/json；导入 CSV 用 text/csv',
      en: 'send content-type: application/json, or text/csv to import a CSV file',
    },
  },
  'body-too-large': {
    status: 413,
    title: { zh: '请求体过大', en: 'Body too large' },
    message: { zh: '请求体超过上限', en: 'the body is larger than this route takes' },
    hint: {
      zh: '请分成几次发送（上限：1 MiB，CSV 导入与类型起草 20 MiB）',
      en: 'send it in parts (at most 1 MiB, CSV imports and drafts of kinds 20 MiB)',
    },
  },
  'header-too-large': {
    status: 431,
    title: { zh: '请求头过大', en: 'Header too large' },
    message: { zh: '路径与请求头合计超过 16 KiB', en: 'path and headers are longer than 16 KiB together' },
    hint: { zh: '请缩短路径、查询参数或 cookie', en: 'shorten path, query or cookies' },
  },
  'request-timeout': {
    status: 408,
    title: { zh: '请求超时', en: 'Request timeout' },
    message: { zh: '请求没有在 60 秒内收完', en: 'the request was not complete within 60 s' },
    hint: { zh: '请检查网络后重试；大文件请分几次发送', en: 'check the network and try again; send large files in parts' },
  },
  'bad-request': {
    status: 400,
    title: badRequest,
    message: { zh: '无法理解该请求', en: 'the request cannot be understood' },
    hint: {
      zh: '请检查路径与请求头：控制字符不允许出现，其余字符按 UTF-8 百分号编码',
      en: 'check path and headers: control characters are not allowed, others are percent-encoded as UTF-8',
    },
  },
  'invalid-query': {
    status: 400,
    title: badRequest,
    message: { zh: '查询参数有误', en: 'the query is not valid' },
    hint: { zh: '请改正 faults 中列出的参数；全部参数见 /docs', en: 'mend the parameters listed in faults; /docs has them all' },
  },
  'invalid-body': {
    status: 400,
    title: badRequest,
    message: { zh: '提交的内容有误', en: 'what was sent is not valid' },
    hint: { zh: '请改正 faults 中列出的各项；全部字段见 /docs', en: 'mend what is listed in faults; /docs has all fields' },
  },
  'invalid-path': {
    status: 400,
    title: badRequest,
    message: { zh: '路径中的值有误', en: 'a value in the path is not valid' },
    hint: {
      zh: '编号最多 48 个字符；路径中的特殊字符按 UTF-8 百分号编码',
      en: 'an id has at most 48 characters; percent-encode others in the path as UTF-8',
    },
  },
  'invalid-cursor': {
    status: 400,
    title: badRequest,
    message: { zh: '游标无效', en: 'the cursor is not valid' },
    hint: {
      zh: '请原样使用上一页的 next，其余条件不变；否则从头开始',
      en: 'use `next` of the page before, unchanged and with the same filters, or start again without a cursor',
    },
  },
  'unknown-field': {
    status: 400,
    title: badRequest,
    message: { zh: '{kind} 没有请求的字段', en: '{kind} does not have the fields asked for' },
    hint: {
      zh: '字段见 GET /api/v1/kinds/{kind}；事件的字段写作 事件.字段',
      en: 'GET /api/v1/kinds/{kind} lists them; a field of an event is written event.field',
    },
  },
  'wrong-function': {
    status: 400,
    title: badRequest,
    message: { zh: 'fn={fn} 不适用于请求的字段', en: 'fn={fn} does not suit the fields asked for' },
    hint: {
      zh: 'increase 只用于累计值；状态与文字只能用 last、count',
      en: 'increase is for totals; states and texts answer last and count only',
    },
  },
  'too-many-buckets': {
    status: 400,
    title: badRequest,
    message: { zh: '该时段将有 {buckets} 个时间段，上限为 {most}', en: 'this range has {buckets} buckets, at most {most} are answered' },
    hint: { zh: '请加大 every（至少 {least} 毫秒）或缩短时段', en: 'widen every (to at least {least} ms) or shorten the range' },
  },
  'not-signed-in': {
    status: 401,
    title: { zh: '未登录', en: 'Not signed in' },
    message: { zh: '需要登录或有效的令牌', en: 'this needs a session or a valid token' },
    hint: {
      zh: '用 POST /api/v1/session 登录，或带上 Authorization: Bearer 令牌',
      en: 'sign in with POST /api/v1/session or send Authorization: Bearer with an API token',
    },
  },
  'wrong-credentials': {
    status: 401,
    title: { zh: '登录失败', en: 'Sign-in failed' },
    message: { zh: '用户名或密码不正确', en: 'the user or the password is wrong' },
    hint: {
      zh: 'admin 的初始密码在首次启动时打印，并保存在数据目录的 admin-password 中',
      en: "the first start printed admin's password and keeps it in admin-password in the data folder",
    },
  },
  'not-allowed': {
    status: 403,
    title: { zh: '无权限', en: 'Not allowed' },
    message: { zh: '角色 {role} 无权执行此操作', en: 'the role {role} may not do this' },
    hint: { zh: '需要的角色：{needed}', en: 'it takes the role {needed}' },
  },
  'not-for-you': {
    status: 403,
    title: { zh: '无权限', en: 'Not allowed' },
    message: {
      zh: '此令牌限定于一个单位或镇（街道），不能查看此内容',
      en: 'this token is bound to a unit or a town and does not read this',
    },
    hint: {
      zh: '请使用相应单位或镇（街道）的令牌，或请管理员签发不受限的 reviewer 令牌',
      en: 'use a token of the unit or town it belongs to, or ask the administrator for a reviewer token that is bound to none',
    },
  },
  'foreign-request': {
    status: 403,
    title: { zh: '已拒绝', en: 'Refused' },
    message: { zh: '该请求可能来自其他网站，已拒绝', en: 'this change may come from another site and is refused' },
    hint: {
      zh: '用 cookie 修改数据时须带 content-type: application/json（CSV 导入用 text/csv）；程序请用 Bearer 令牌',
      en: 'a change made with the cookie needs content-type: application/json (text/csv for imports); programs use a Bearer token',
    },
  },
  'too-many-attempts': {
    status: 429,
    title: { zh: '尝试过多', en: 'Too many attempts' },
    message: { zh: '登录尝试过多', en: 'too many attempts to sign in' },
    hint: { zh: '请在 {seconds} 秒后再试', en: 'try again in {seconds} s' },
  },
  'too-many-streams': {
    status: 503,
    title: unavailable,
    message: { zh: '实时连接已达上限 {most}', en: 'all {most} live connections are taken' },
    hint: { zh: '请关闭不用的页面后再试', en: 'close pages nobody looks at and try again' },
  },
  'device-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有设备 {id}', en: 'there is no device {id}' },
    hint: {
      zh: '设备列表见 GET /api/v1/devices，停用的加 retired=true',
      en: 'GET /api/v1/devices lists them, with retired=true those out of service',
    },
  },
  'facility-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有设施 {id}', en: 'there is no facility {id}' },
    hint: {
      zh: '设施列表见 GET /api/v1/facilities，停用的加 retired=true',
      en: 'GET /api/v1/facilities lists them, with retired=true those out of service',
    },
  },
  'kind-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有设施类型 {id}', en: 'there is no kind {id}' },
    hint: { zh: '已有类型：{known}', en: 'the kinds are {known}' },
  },
  'kind-needed': {
    status: 400,
    title: badRequest,
    message: { zh: '请指定类型 kind 或设备 device：每个类型的列不同', en: 'say which kind or device: each kind has columns of its own' },
    hint: { zh: '已有类型：{known}', en: 'the kinds are {known}' },
  },
  'too-many-exports': {
    status: 503,
    title: unavailable,
    message: { zh: '已有其他导出正在进行', en: 'others are exporting at this moment' },
    hint: { zh: '请稍后再试，kz export 会自动重试', en: 'try again in a moment, as kz export does by itself' },
  },
  'quarantine-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '隔离区没有 {id}', en: 'nothing with the id {id} is in quarantine' },
    hint: { zh: '可能已超过 KZ_QUARANTINE_DAYS 被清除', en: 'it may be gone: refused messages are kept for KZ_QUARANTINE_DAYS' },
  },
  'replay-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有重放任务 {id}', en: 'there is no replay {id}' },
    hint: {
      zh: '重放任务见 /api/v1/quarantine/replays；试算只保留最近的若干次',
      en: 'replays are listed at /api/v1/quarantine/replays; of dry runs only the latest are kept',
    },
  },
  'try-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有试运行 {id}', en: 'there is no shadow run {id}' },
    hint: { zh: '只保留最近的若干次，请重新试运行', en: 'only the latest are kept: run it again' },
  },
  'too-many-trials': {
    status: 503,
    title: unavailable,
    message: { zh: '排队的试算和试运行太多', en: 'too many trials are waiting' },
    hint: { zh: '请等前面的试算完成后再试', en: 'try again when those before it are done' },
  },
  'wrong-definition': {
    status: 400,
    title: badRequest,
    message: { zh: '这个类型定义不能使用', en: 'this definition of a kind cannot be used' },
    hint: {
      zh: '请改正 faults 中列出的各项；写法见 docs/add-a-facility.md',
      en: 'mend what is listed in faults; docs/add-a-facility.md says how',
    },
  },
  'claim-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有认领码 {id}', en: 'there is no claim {id}' },
    hint: { zh: '认领码列表见 GET /api/v1/claims', en: 'GET /api/v1/claims lists them' },
  },
  'too-many-claims': {
    status: 409,
    title: conflict,
    message: { zh: '有效的认领码已达上限 {most}', en: 'there are {most} claims already that may still be used' },
    hint: {
      zh: '请用 DELETE /api/v1/claims/{id} 收回不用的认领码，或等它们过期',
      en: 'take back those nobody needs with DELETE /api/v1/claims/{id}, or wait until they expire',
    },
  },
  'not-waiting': {
    status: 404,
    title: notFound,
    message: { zh: '没有编号为 {id} 的设备在等候接入', en: 'no device {id} waits to be accepted' },
    hint: {
      zh: '等候中的设备见 GET /api/v1/waiting；没有连上的设备，原因见 GET /api/v1/knocks',
      en: 'GET /api/v1/waiting lists those that do; GET /api/v1/knocks tells why others did not get in',
    },
  },
  'task-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有任务 {id}', en: 'there is no task {id}' },
    hint: { zh: '任务列表见 GET /api/v1/tasks', en: 'GET /api/v1/tasks lists them' },
  },
  'exemption-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有停用或免计记录 {id}', en: 'there is no exemption {id}' },
    hint: {
      zh: '列表见 GET /api/v1/exemptions，已撤回的加 withdrawn=true',
      en: 'GET /api/v1/exemptions lists them, with withdrawn=true those withdrawn',
    },
  },
  'indicator-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有指标 {id}', en: 'there is no indicator {id}' },
    hint: {
      zh: '指标编号写作 任务-序号，如 16-2；全部指标见 GET /api/v1/indicators',
      en: 'an id is written task-number, as 16-2; GET /api/v1/indicators lists them',
    },
  },
  'no-value': {
    status: 404,
    title: notFound,
    message: { zh: '指标 {id} 在 {period}、范围 {scope} 没有数值', en: 'indicator {id} has no value of {period} for {scope}' },
    hint: {
      zh: '该时段没有数据。请换一个有数据的时段；最早与当前月份见 GET /api/v1/indicators 的 periods',
      en: 'there is no data of that period; ask for one that has some: `periods` of GET /api/v1/indicators has the first month and the running one',
    },
  },
  'job-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有编号为 {id} 的重算或试算', en: 'there is no recomputation or shadow run {id}' },
    hint: { zh: '只保留最近的若干次，请重新发起', en: 'only the latest are kept: begin it again' },
  },
  'too-many-jobs': {
    status: 503,
    title: unavailable,
    message: { zh: '排队的重算或试算太多', en: 'too many recomputations or shadow runs are waiting' },
    hint: { zh: '请等前面的完成后再试', en: 'try again when those before it are done' },
  },
  'rectification-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '整改台账中没有 {id}', en: 'the rectification ledger has no entry {id}' },
    hint: { zh: '台账见 GET /api/v1/rectifications', en: 'GET /api/v1/rectifications lists the entries' },
  },
  'rectification-closed': {
    status: 409,
    title: conflict,
    message: { zh: '{id} 已销号', en: '{id} is closed' },
    hint: {
      zh: '已销号的不再更改；问题再次出现时请新建一条',
      en: 'a closed entry stays as it is; add a new one when the trouble comes back',
    },
  },
  'changed-meanwhile': {
    status: 409,
    title: conflict,
    message: { zh: '{id} 在您读取之后已被修改', en: '{id} was changed after you read it' },
    hint: { zh: '请重新读取，核对后用新的 version 再提交', en: 'read it again, look at what changed, and send the new version' },
  },
  'not-manual': {
    status: 409,
    title: conflict,
    message: { zh: '指标 {id} 由设备监测，不接受人工填报', en: 'indicator {id} is measured by devices and takes no value by hand' },
    hint: {
      zh: '数值不对时请看证据（GET /api/v1/indicators/{id}/evidence），更正登记后重算',
      en: 'if the value is wrong, look at its evidence (GET /api/v1/indicators/{id}/evidence), mend the register and recompute',
    },
  },
  'wrong-lines': {
    status: 400,
    title: badRequest,
    message: { zh: '指标 {id} 的达标线与警戒线不相称', en: 'target and warning of indicator {id} do not fit each other' },
    hint: {
      zh: '警戒线应在达标线较差的一侧；区间指标的警戒区间应包含达标区间',
      en: 'the warning lies on the worse side of the target; the warning band of a band contains its target band',
    },
  },
  'no-such-parameter': {
    status: 404,
    title: notFound,
    message: { zh: '指标 {id} 没有参数 {name}', en: 'indicator {id} has no parameter {name}' },
    hint: { zh: '可设的参数：{known}', en: 'it has {known}' },
  },
  'report-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有 {period} 的报告 {revision}', en: 'there is no report {revision} of {period}' },
    hint: {
      zh: '已保存的报告见 GET /api/v1/reports；月末后48小时关账，关账后生成草稿',
      en: 'GET /api/v1/reports lists those that are kept; a draft is made when the period closes, 48 hours after its end',
    },
  },
  'report-damaged': {
    status: 500,
    title: { zh: '文件受损', en: 'Damaged file' },
    message: {
      zh: '保存的报告文件与保存时不一致，不予提供',
      en: 'the kept file is not what it was when it was kept, and is not handed out',
    },
    hint: {
      zh: '请从备份恢复 KZ_DATA/reports 下的该文件',
      en: 'restore the file in KZ_DATA/reports from the backup',
    },
  },
  'cannot-print': {
    status: 503,
    title: unavailable,
    message: { zh: '本机无法生成 PDF：没有安装 {packages}', en: 'no PDF can be made on this machine: {packages} is not installed' },
    hint: {
      zh: '请安装：apt-get install -y {packages}；Word、Excel 和 JSON 不受影响',
      en: 'install it: apt-get install -y {packages}; Word, Excel and JSON need nothing',
    },
  },
  'too-many-reports': {
    status: 503,
    title: unavailable,
    message: { zh: '排队生成的报告文件太多', en: 'too many report files are waiting to be made' },
    hint: { zh: '请稍后再试', en: 'try again in a moment' },
  },
  'token-not-found': {
    status: 404,
    title: notFound,
    message: { zh: '没有令牌 {id}', en: 'there is no token {id}' },
    hint: { zh: '令牌列表见 GET /api/v1/tokens', en: 'GET /api/v1/tokens lists them' },
  },
  // What the register refuses; it brings its own sentence.
  exists: {
    status: 409,
    title: conflict,
    message: { zh: '已存在', en: 'it exists already' },
    hint: { zh: '请换一个编号，或修改已有的一项', en: 'choose another id, or change the one that is there' },
  },
  retired: {
    status: 409,
    title: conflict,
    message: { zh: '已停用', en: 'it is retired' },
    hint: { zh: '停用后不能恢复；请用新编号登记', en: 'what is retired stays so; register a new one with an id of its own' },
  },
  'in-use': {
    status: 409,
    title: conflict,
    message: { zh: '仍在使用', en: 'it is still in use' },
    hint: { zh: '请先移走或停用使用它的设备', en: 'first move or retire the devices that use it' },
  },
  duplicate: {
    status: 409,
    title: conflict,
    message: { zh: '重复', en: 'it is given twice' },
    hint: { zh: '请只保留其中一项', en: 'keep one of them' },
  },
  future: {
    status: 400,
    title: badRequest,
    message: { zh: '时间在未来', en: 'the time lies in the future' },
    hint: { zh: '请填写已经过去的时间，并检查本机时钟', en: 'give a time that has passed, and check the clock of your machine' },
  },
  unreadable: {
    status: 400,
    title: badRequest,
    message: { zh: '文件无法读取', en: 'the file cannot be read' },
    hint: { zh: '请另存为 UTF-8 编码的 CSV 后再试', en: 'save it as CSV in UTF-8 and try again' },
  },
  'not-found': {
    status: 404,
    title: notFound,
    message: { zh: '不存在', en: 'it does not exist' },
    hint: { zh: '请检查编号；可用编号见相应列表', en: 'check the id against the list of what there is' },
  },
  invalid: {
    status: 400,
    title: badRequest,
    message: { zh: '内容有误', en: 'it is not valid' },
    hint: { zh: '请改正 faults 中列出的各项', en: 'mend what is listed in faults' },
  },
  'import-refused': {
    status: 400,
    title: badRequest,
    message: { zh: '有 {count} 处错误，未导入任何一行', en: 'nothing was imported: {count} faults' },
    hint: { zh: '改正下列各行后重新导入整个文件', en: 'mend the rows named and import the whole file again' },
  },
  'nothing-to-draft': {
    status: 400,
    title: { zh: '无从起草', en: 'Nothing to draft from' },
    message: { zh: '没有可供起草的报文', en: 'there is nothing to draft a kind from' },
    hint: {
      zh: '请让设备先发几条读数，加大 hours，或在 capture 中给出抓取的报文',
      en: 'let the device send some readings, widen hours, or give captured messages as capture',
    },
  },
  'store-unavailable': {
    status: 503,
    title: unavailable,
    message: { zh: '读数库暂时无法访问', en: 'the store of readings cannot be reached at present' },
    hint: {
      zh: '新读数仍在日志中保存，不会丢失；详情见 /health',
      en: 'new readings are kept in the journal, nothing is lost; /health says more',
    },
  },
  'disk-full': {
    status: 503,
    title: unavailable,
    message: { zh: '数据目录暂时无法写入', en: 'the data folder cannot be written at present' },
    hint: {
      zh: '请检查 KZ_DATA 所在磁盘的空间与权限，然后再试；设备的报文不会丢失：未写入的不予确认',
      en: 'check space and permissions of the disk with KZ_DATA and try again; devices lose nothing: what is not written is not acknowledged',
    },
  },
  'not-ready': {
    status: 503,
    title: unavailable,
    message: { zh: '尚未全部就绪', en: 'not every part serves yet' },
    hint: { zh: '各部分的情况见 /health', en: '/health tells about each part' },
  },
  timeout: {
    status: 503,
    title: unavailable,
    message: { zh: '处理超时', en: 'the answer took too long' },
    hint: { zh: '请缩短时段、加大 every 或减小 limit', en: 'shorten the range, widen every or lower limit' },
  },
  internal: {
    status: 500,
    title: { zh: '内部错误', en: 'Internal error' },
    message: { zh: '服务器内部出错，已记入日志', en: 'something failed on our side and is in the log' },
    hint: { zh: '请求编号 {request}', en: 'the request is {request} in the log' },
  },
} as const satisfies Readonly<Record<string, ProblemWords>>

export type ProblemCode = keyof typeof problems

/** The entry as its general shape, for those who look it up by a code that is not known while typing. */
export const wordsOfProblem = (code: ProblemCode): ProblemWords => problems[code]
