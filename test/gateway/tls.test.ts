import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { gatewayTopics } from '../../journal/gateway-topics.ts'
import { closeOf, connectDevice, makeSite, type RunningGateway, type Site, startGateway } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { publishedBy, uplinkOf } from './journal-of.ts'

const openssl = (folder: string, ...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder })

/** An authority, and certificates it signed: {name}.pem with {name}.key. */
async function authority(...names: string[]): Promise<string> {
  const folder = await tempFolder()
  await openssl(
    folder,
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=test authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  await writeFile(join(folder, 'local.ext'), 'subjectAltName=IP:127.0.0.1')
  for (const name of names) {
    await openssl(folder, 'req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`)
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'local.ext']
    await openssl(folder, 'x509', '-req', '-in', `${name}.csr`, ...signing, '-out', `${name}.pem`)
  }
  return folder
}

describe('MQTT over TLS', () => {
  let site: Site
  let gateway: RunningGateway & { mqtts: number }
  let folder: string

  beforeAll(async () => {
    folder = await authority('gateway', 'freezer-a', 'nobody')
    site = await makeSite({ 'freezer-a': 'freezer', 'freezer-b': 'freezer' })
    const started = await startGateway(site, {
      KZ_MQTTS_PORT: '0',
      KZ_TLS_CERT: join(folder, 'gateway.pem'),
      KZ_TLS_KEY: join(folder, 'gateway.key'),
      KZ_TLS_CA: join(folder, 'ca.pem'),
    })
    const { mqtts } = JSON.parse(await readFile(join(site.folder, 'gateway.json'), 'utf8')) as { mqtts: number }
    gateway = { ...started, mqtts }
  })

  const certificate = async (name: string) => ({
    protocol: 'mqtts' as const,
    ca: await readFile(join(folder, 'ca.pem')),
    cert: await readFile(join(folder, `${name}.pem`)),
    key: await readFile(join(folder, `${name}.key`)),
  })

  test('lets a device in with its password', async () => {
    const client = await connectDevice(site, gateway.mqtts, 'freezer-b', { protocol: 'mqtts', ca: await readFile(join(folder, 'ca.pem')) })

    await client.publishAsync('kz/v1/freezer/freezer-b/telemetry', '{"temperature":-18}', { qos: 1 })

    expect(publishedBy(await uplinkOf(site), 'freezer-b')).toHaveLength(1)
  })

  test('lets a device in with the certificate that bears its name, without a password', async () => {
    const nameless = { username: undefined, password: undefined } as object
    const client = await connectDevice(site, gateway.mqtts, 'freezer-a', { ...(await certificate('freezer-a')), ...nameless })

    await client.publishAsync('kz/v1/freezer/freezer-a/telemetry', '{"temperature":-18}', { qos: 1 })

    expect(publishedBy(await uplinkOf(site), 'freezer-a')).toHaveLength(1)
    const closed = closeOf(client)
    await connectDevice(site, gateway.mqtt, 'freezer-a')
    await closed
  })

  test('refuses a certificate of no device, and one of a device under another name without its password', async () => {
    const nameless = { username: undefined, password: undefined } as object

    await expect(connectDevice(site, gateway.mqtts, 'nobody', { ...(await certificate('nobody')), ...nameless })).rejects.toMatchObject({
      code: 4,
    })
    const other = { ...(await certificate('freezer-a')), password: 'wrong' }
    await expect(connectDevice(site, gateway.mqtts, 'freezer-b', other)).rejects.toMatchObject({ code: 4 })
    expect(await refusedBy('certificate-unknown')).toMatchObject({ name: 'nobody' })
  })

  test('refuses a certificate of a foreign authority, and says that it is the certificate', async () => {
    const elsewhere = await authority('freezer-a')
    const pair = { cert: await readFile(join(elsewhere, 'freezer-a.pem')), key: await readFile(join(elsewhere, 'freezer-a.key')) }
    const options = { protocol: 'mqtts', ca: await readFile(join(folder, 'ca.pem')), ...pair, username: undefined, password: undefined }

    await expect(connectDevice(site, gateway.mqtts, 'freezer-a', options as object)).rejects.toMatchObject({ code: 4 })

    expect((await refusedBy('certificate-untrusted')).message.en).toMatch(/not accepted \([A-Z_]+\).*KZ_TLS_CA/)
  })

  test('tells who comes to the wrong port, or does not trust the certificate, what is wrong', async () => {
    const foreign = join(await authority(), 'ca.pem')
    const args = ['-h', '127.0.0.1', '-p', `${gateway.mqtts}`, '--cafile', foreign, '-t', 'x', '-m', 'x']
    const attempts = [
      connectDevice(site, gateway.mqtt, 'freezer-b', { protocol: 'mqtts', rejectUnauthorized: false }),
      connectDevice(site, gateway.mqtts, 'freezer-b', { protocol: 'mqtt' }),
      promisify(execFile)('mosquitto_pub', args),
      fetch(`http://127.0.0.1:${gateway.mqtt}/`),
    ]

    for (const attempt of await Promise.allSettled(attempts)) expect(attempt.status).toBe('rejected')

    for (const code of ['tls-on-plain-port', 'plain-on-tls-port', 'server-certificate-distrusted', 'http-on-mqtt-port'])
      expect((await refusedBy(code)).message.en).toMatch(/^[A-Z].*KZ_.*\.$/)
  })

  /** What the gateway wrote of one whom it did not let in. */
  const refusedBy = (code: string) =>
    waitFor(
      async () => {
        const entries = (await uplinkOf(site)).filter(({ topic }) => topic === gatewayTopics.refused)
        const told = entries.map(({ payload }) => JSON.parse(Buffer.from(payload).toString('utf8')))
        return told.find((each) => each.code === code) as { name: string; message: { en: string } } | undefined
      },
      { what: `the knock ${code}` },
    )
})
