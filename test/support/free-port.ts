import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A port that was free a moment ago; for servers that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The settings of a platform over this folder, each listener on a free port. */
export const freePorts = async (folder: string) => ({
  KZ_DATA: folder,
  KZ_MQTT_PORT: `${await freePort()}`,
  KZ_MQTT_WS_PORT: `${await freePort()}`,
  KZ_HTTP_PORT: `${await freePort()}`,
  KZ_NODERED_PORT: `${await freePort()}`,
})
