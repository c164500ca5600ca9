import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Exit, startCommand } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'

interface Publication {
  readonly port: number
  readonly user: string
  readonly password: string
  readonly topic: string
  readonly payload: Uint8Array
}

/** One message with QoS 1 sent by the real mosquitto_pub; it ends with code 0 once it has its PUBACK. */
export async function mosquittoPub({ port, user, password, topic, payload }: Publication): Promise<Exit> {
  const file = join(await tempFolder(), 'payload')
  await writeFile(file, payload)
  const args = ['-h', '127.0.0.1', '-p', `${port}`, '-u', user, '-P', password, '-q', '1', '-t', topic]
  return startCommand('mosquitto_pub', { args: [...args, ...(payload.length === 0 ? ['-n'] : ['-f', file])] }).exited
}
