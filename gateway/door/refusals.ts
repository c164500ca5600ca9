/** Why somebody is not let in, in words. MQTT 3.1.1 has a number for it at the most, so people read the sentence at GET /knocks. */
import type { Words } from '../../facilities/define.ts'

export interface Refusal {
  readonly code: string
  readonly message: Words
}

const refusal = (code: string, zh: string, en: string): Refusal => ({ code, message: { zh, en } })

export const refusals = {
  noUserName: () =>
    refusal(
      'no-user-name',
      '连接时没有用户名。请把设备编号填作 MQTT 用户名（客户端 ID 可任意填写），并带上它的密码。',
      'It connected without a user name. Set the device id as the MQTT user name (the client id is free), and its password with it.',
    ),
  noPassword: () =>
    refusal(
      'no-password',
      '连接时没有密码。请填写登记设备时给出的密码；遗失时用 POST /api/v1/devices/{编号}/credentials 换一个。',
      'It connected without a password. Set the one shown when the device was registered; when it is lost, POST /api/v1/devices/{id}/credentials makes another.',
    ),
  unknownDevice: (name: string) =>
    refusal(
      'unknown-device',
      `没有编号为“${name}”的设备。请核对 MQTT 用户名：它应与登记的设备编号完全一致（小写）；新设备请先登记，或发一个认领码。`,
      `There is no device "${name}". Check the MQTT user name: it is the device id exactly as registered, in lower case. Register a new device first, or make a claim code for it.`,
    ),
  wrongPassword: (name: string) =>
    refusal(
      'wrong-password',
      `设备“${name}”的密码不对。请核对是否抄漏、带有空格，或密码已经更换；用 POST /api/v1/devices/${name}/credentials 可以换一个新密码。`,
      `The password of "${name}" is wrong. Look for a missing character, a space, or a password that was replaced; POST /api/v1/devices/${name}/credentials makes a new one.`,
    ),
  wrongAdapterSecret: (name: string) =>
    refusal(
      'wrong-password',
      `适配器“${name}”的密钥不对。请使用数据目录 ${name}-secret 文件中的密钥；它在启动时生成，只供平台自己的进程使用。`,
      `The secret of the adapter "${name}" is wrong. Use the one in ${name}-secret in the data folder; it is made at the start, for the platform's own process.`,
    ),
  wrongAdminPassword: () =>
    refusal(
      'wrong-password',
      '管理员密码不对。admin 的初始密码保存在数据目录的 admin-password 中；设备请用自己的编号登录，不要用 admin。',
      "The administrator's password is wrong. The first one is kept in admin-password in the data folder; a device signs in under its own id, not as admin.",
    ),
  retired: (name: string) =>
    refusal(
      'retired',
      `设备“${name}”已停用，不能再连接。若仍在使用，请用新的编号登记；否则请断开它。`,
      `The device "${name}" is retired and cannot connect any more. Register it under a new id if it is still in use; otherwise switch it off.`,
    ),
  tooManyGuesses: () =>
    refusal(
      'too-many-guesses',
      '一分钟内密码错误过多，暂不再核对。请先改正密码，并让设备隔几秒再重连；一分钟后可以再试。',
      'Too many wrong passwords within a minute, so it is not checked any more. Correct the password, let the device wait some seconds between attempts, and try again in a minute.',
    ),
  certificateUnknown: (name: string) =>
    refusal(
      'certificate-unknown',
      `证书的名称（CN）是“${name}”，没有这个编号的在用设备。请按该编号登记设备，或签发以设备编号为 CN 的证书。`,
      `The certificate names "${name}" (CN), and no device in service has that id. Register it under that id, or issue a certificate whose CN is the device id.`,
    ),
  certificateUntrusted: (reason: string) =>
    refusal(
      'certificate-untrusted',
      `证书未被接受（${reason}），又没有用户名。请使用由 KZ_TLS_CA 中的机构签发、尚在有效期内的证书，或改用设备编号和密码。`,
      `Its certificate is not accepted (${reason}), and there was no user name. Use one that is valid and issued by the authority in KZ_TLS_CA, or sign in with device id and password.`,
    ),
  emptyClientId: () =>
    refusal(
      'empty-client-id',
      '客户端 ID 为空，却没有要求干净会话。请填写客户端 ID（例如设备编号），或设置 clean session。',
      'The client id is empty and no clean session was asked for. Set a client id, such as the device id, or ask for a clean session.',
    ),
  protocolVersion: (version: number) =>
    refusal(
      'protocol-version',
      `设备使用的 MQTT 协议版本是 ${version === 5 ? '5.0' : `第 ${version} 级`}，这里使用 3.1.1。请在客户端把协议版本改为 3.1.1（第 4 级）。`,
      `It speaks MQTT ${version === 5 ? '5.0' : `of protocol level ${version}`}; here 3.1.1 is spoken. Set the protocol version of the client to 3.1.1 (level 4).`,
    ),
  tlsOnPlainPort: () =>
    refusal(
      'tls-on-plain-port',
      '设备在不加密的 MQTT 端口上使用了 TLS。请改连 MQTTS 端口（KZ_MQTTS_PORT，默认 8883），或在设备上关闭 TLS。',
      'It spoke TLS to the port of plain MQTT. Connect to the port of MQTTS (KZ_MQTTS_PORT, 8883 by default), or turn TLS off in the device.',
    ),
  httpOnMqttPort: () =>
    refusal(
      'http-on-mqtt-port',
      '设备在 MQTT 端口上使用了 HTTP。请改用 MQTT 协议；经 WebSocket 的 MQTT 请连 KZ_MQTT_WS_PORT（默认 8083），HTTP 接口请连 KZ_HTTP_PORT（默认 8080）。',
      'It spoke HTTP to the port of MQTT. Set the device to MQTT; MQTT over WebSocket is at KZ_MQTT_WS_PORT (8083 by default), the HTTP API at KZ_HTTP_PORT (8080).',
    ),
  plainOnTlsPort: () =>
    refusal(
      'plain-on-tls-port',
      '设备连到了 MQTTS 端口，却没有使用 TLS。请在设备上打开 TLS，或改连不加密的 MQTT 端口（KZ_MQTT_PORT，默认 1883）。',
      'It came to the port of MQTTS without TLS. Turn TLS on in the device, or connect to the port of plain MQTT (KZ_MQTT_PORT, 1883 by default).',
    ),
  certificateDistrusted: (reason: string) =>
    refusal(
      'server-certificate-distrusted',
      `设备不信任本站的证书（${reason}）。请把签发 KZ_TLS_CERT 的机构证书装入设备，并核对设备时钟、证书有效期和所连的主机名。`,
      `The device does not trust the certificate of this site (${reason}). Install the authority that issued KZ_TLS_CERT in the device; check the clock of the device, the dates of the certificate and the host name it connects to.`,
    ),
  handshakeFailed: (reason: string) =>
    refusal(
      'tls-handshake-failed',
      `TLS 握手失败（${reason}）。请核对设备支持的 TLS 版本（至少 1.2）与加密套件。`,
      `The TLS handshake failed (${reason}). Check which versions (1.2 at least) and ciphers of TLS the device knows.`,
    ),
  tooManyConnections: (most: number) =>
    refusal(
      'too-many-connections',
      `连接数已达上限 ${most}。请断开不用的连接，或调大 KZ_MAX_CONNECTIONS。`,
      `All ${most} connections are taken. Close those that nobody uses, or raise KZ_MAX_CONNECTIONS.`,
    ),
  foreignWill: (topic: string) =>
    refusal(
      'foreign-will',
      `遗嘱主题“${topic}”不是这台设备自己的。请把遗嘱（last will）的主题改为 kz/v1/{类型}/{自己的编号}/state。`,
      `The topic of its last will, "${topic}", is not its own. Set it to kz/v1/{kind}/{its own id}/state.`,
    ),

  claimUnknown: () =>
    refusal(
      'claim-unknown',
      '没有这个认领码，也没有这样登记的设备。请核对认领码（共 12 位，字母不分大小写），或重新生成一个：POST /api/v1/claims。',
      'There is no such claim code, and no device is registered by that name. Compare the code, 12 characters in upper or lower case, or make another: POST /api/v1/claims.',
    ),
  claimExpired: () =>
    refusal(
      'claim-expired',
      '认领码已过期。请重新生成一个：POST /api/v1/claims，可用 hours 延长有效期。',
      'The claim code has expired. Make another: POST /api/v1/claims, with hours for how long it holds.',
    ),
  claimUsed: () =>
    refusal(
      'claim-used',
      '认领码已经用过，设备已登记。请让设备改用它领到的密码；遗失时用 POST /api/v1/devices/{编号}/credentials 换一个。',
      'The claim code has been used, the device is registered. It has to sign in with the password it was given; when that is lost, POST /api/v1/devices/{id}/credentials makes another.',
    ),
  claimRejected: () =>
    refusal(
      'claim-rejected',
      '这台设备的接入申请已被拒绝，认领码作废。若属误拒，请重新生成认领码：POST /api/v1/claims。',
      'The device was rejected, and its claim code opens nothing any more. If that was a mistake, make another code: POST /api/v1/claims.',
    ),
  claimRevoked: () =>
    refusal(
      'claim-revoked',
      '认领码已被收回。请重新生成一个：POST /api/v1/claims。',
      'The claim code was taken back. Make another: POST /api/v1/claims.',
    ),
  wrongIdForClaim: (meant: string, name: string) =>
    refusal(
      'wrong-id-for-claim',
      `这个认领码属于设备“${meant}”，来的却是“${name}”。请把 MQTT 用户名改为 ${meant}，或为“${name}”另发一个认领码。`,
      `This claim code belongs to "${meant}", but "${name}" came with it. Set the MQTT user name to ${meant}, or make another code for "${name}".`,
    ),
  claimNotNeeded: (name: string) =>
    refusal(
      'claim-not-needed',
      `设备“${name}”已经登记，不需要认领码。请用它自己的密码登录；遗失时用 POST /api/v1/devices/${name}/credentials 换一个。`,
      `The device "${name}" is registered already and needs no claim code. It signs in with its own password; when that is lost, POST /api/v1/devices/${name}/credentials makes another.`,
    ),
  invalidDeviceId: (name: string) =>
    refusal(
      'invalid-device-id',
      `“${name}”不能作为设备编号。请把 MQTT 用户名改为 1 至 48 个小写字母、数字、“-”或“_”，以字母或数字开头，再用认领码连接。`,
      `The name "${name}" cannot be a device id. Set the user name to 1 to 48 lower-case letters, digits, "-" or "_", a letter or digit first, and connect with the code again.`,
    ),
  registerUnavailable: () =>
    refusal(
      'register-unavailable',
      '台账暂时无法写入，未能登记这次认领。请检查数据目录所在磁盘的空间与权限；设备稍后会自动重试。',
      'The register cannot be written at present, so the claim was not noted. Check space and permissions of the disk with the data folder; the device will try again.',
    ),
  tooManyWaiting: (most: number) =>
    refusal(
      'too-many-waiting',
      `等候接入的设备已有 ${most} 台。请先在 /api/v1/waiting 处理其中一些，设备稍后会自动重试。`,
      `${most} devices are waiting already. Accept or reject some of them at /api/v1/waiting; the device will try again.`,
    ),
} as const
