/** Writes batches of 100 points until it is killed, and says which ones were confirmed. Run by sqlite.test.ts. */
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import { eight, probeKinds, reading } from './points.ts'

const store = new SqliteStore({ folder: process.argv[2] ?? '', kinds: probeKinds })
await store.start()
for (let batch = 1; ; batch++) {
  await store.write(Array.from({ length: 100 }, (_, index) => reading(eight + batch * 100 + index, { power: batch })))
  console.log(`confirmed ${batch}`)
}
