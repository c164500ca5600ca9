import { createHash } from 'node:crypto'
import { demoCommunities, demoRegister } from '../seeds/demo.ts'
import { demoPassword } from '../seeds/demo-password.ts'
import { communitiesOf, putCommunity } from './communities.ts'
import { hashSecrets, keepHash } from './credentials.ts'
import { insertDevice } from './devices.ts'
import { addFacility } from './facilities.ts'
import { loadDemoCircles } from './reference.ts'
import type { Register } from './register.ts'
import { state } from './terms.ts'

export { demoPassword } from '../seeds/demo-password.ts'

/**
 * The demo register of seeds/, with passwords that follow from the secret of this installation. Adds what is missing and leaves what is
 * there: done twice with the same secret it changes nothing and costs nothing.
 */
export async function seedDemo(register: Register, secret: string): Promise<void> {
  const { database } = register
  const { facilities, devices } = demoRegister()
  const communities = demoCommunities()
  const mark = createHash('sha256')
    .update(JSON.stringify([secret, facilities, devices, communities]))
    .digest('base64url')
  if (database.get('SELECT 1 FROM note WHERE name = ? AND value = ?', 'demo', mark)) return
  const now = () => ({ since: register.now(), now: register.now() })
  const hashes = await hashSecrets(devices.map(({ id }) => demoPassword(secret, id)))
  database.change(() => {
    loadDemoCircles(database)
    const known = new Set(communitiesOf(database).map(({ id }) => id))
    for (const community of communities) if (!known.has(community.id)) putCommunity(database, community, register.now())
    for (const facility of facilities) {
      const known = register.facility(facility.id)
      if (!known) addFacility(database, facility, register.now())
      else if (known.demo) state(database, 'facility', facility.id, missing(known, facility, ['retentionHours', 'hours']), now())
    }
    for (const [index, device] of devices.entries()) {
      const known = register.device(device.id)
      if (!known) insertDevice(database, device, register.now())
      else if (known.demo) state(database, 'device', device.id, missing(known, device, ['limits']), now())
      if (known?.demo ?? true) keepHash(database, device.id, hashes[index] ?? '', register.now()) // never that of a real one
    }
    database.run('INSERT INTO note VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', 'demo', mark)
  })
  register.version()
}

/** Terms that the seeds of a later version have and a register of an earlier one lacks. */
function missing<Seed extends object>(known: object, seed: Seed, terms: readonly (keyof Seed & string)[]): object {
  const there = known as { readonly [term: string]: unknown }
  return Object.fromEntries(terms.filter((term) => there[term] === undefined && seed[term] !== undefined).map((term) => [term, seed[term]]))
}
