// What is said to whoever sets InfluxDB up, where the sentences of the running platform would name the wrong setting.
import type { StoreUnavailable } from '../../store.ts'

export type Words = StoreUnavailable['hint']

export const administratorRefused: Words = {
  zh: 'InfluxDB 不接受 KZ_INFLUX_ADMIN_TOKEN：密码或令牌有误，或其用户不是管理员。1.x 填管理员的 user:password，2.x 填 operator 令牌，3.x 填 admin 令牌。',
  en: 'InfluxDB does not take KZ_INFLUX_ADMIN_TOKEN: the password or token is wrong, or its user is no administrator. It is user:password of an administrator in 1.x, the operator token in 2.x, the admin token in 3.x.',
}
export const notInflux: Words = {
  zh: '该地址的服务不像 InfluxDB；请检查 KZ_INFLUX_URL，不带路径，例如 http://influxdb:8086。',
  en: 'What answers there does not look like InfluxDB: check KZ_INFLUX_URL; it has no path, as in http://influxdb:8086.',
}
export const noSuchOrganisation: Words = {
  zh: 'InfluxDB 中没有 KZ_INFLUX_ORG 所指的组织，或 KZ_INFLUX_ADMIN_TOKEN 看不到它；请检查这两项。',
  en: 'InfluxDB has no organisation of the name in KZ_INFLUX_ORG, or KZ_INFLUX_ADMIN_TOKEN does not see it: check both.',
}
export const noPassword: Words = {
  zh: 'InfluxDB 1.x 需要管理员的用户名和密码；请把 KZ_INFLUX_ADMIN_TOKEN 设为 user:password。',
  en: 'InfluxDB 1.x has users and passwords: set KZ_INFLUX_ADMIN_TOKEN to user:password of an administrator.',
}
export const authenticationOff: Words = {
  zh: 'InfluxDB 未启用身份验证：任何能访问其端口的人都可以读写和删除数据。请在 influxdb.conf 的 [http] 中设 auth-enabled = true，然后重启 InfluxDB；这里创建的用户随后生效。',
  en: 'InfluxDB asks nobody who he is: whoever reaches its port may read, write and delete. Set auth-enabled = true under [http] in influxdb.conf and restart InfluxDB; the users made here hold from then on.',
}
export const keptAsMade: Words = {
  zh: 'InfluxDB 3 Core 不能更改已有数据库的保留期：若此后改过 KZ_READINGS_DAYS，请建新库（换一个 KZ_INFLUX_BUCKET）并迁移数据。',
  en: 'InfluxDB 3 Core cannot change how long a database keeps what is in it: if KZ_READINGS_DAYS was changed since it was made, make a new one (another KZ_INFLUX_BUCKET) and move the data.',
}
export const waiting: Words = { zh: '正在等待 InfluxDB 应答……', en: 'waiting for InfluxDB to answer …' }
export const goesOnWithout: Words = {
  zh: 'InfluxDB 没有应答；它此前已设置好，其他部分照常启动，数据保存在日志队列中。若改过 KZ_READINGS_DAYS，待它恢复后请再执行一次（docker compose up -d influx-setup）。',
  en: 'InfluxDB does not answer. It was set up before, so the rest starts and the journal holds what arrives. If KZ_READINGS_DAYS was changed, run this again when it is back (docker compose up -d influx-setup).',
}

export const both = ({ zh, en }: Words): string => `${zh}\n${en}`
