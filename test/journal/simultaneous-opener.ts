/** A thread that opens one new journal after the other, each at the very moment at which the other threads do; tells which ids it saw. */
import { parentPort, workerData } from 'node:worker_threads'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'

const { folder, files, sides, arrived } = workerData as { folder: string; files: number; sides: number; arrived: SharedArrayBuffer }
const counters = new Int32Array(arrived)
const ids: string[] = []
for (let file = 0; file < files; file++) {
  const path = `${folder}/${file}.sqlite`
  const reader = new SqliteJournalReader({ entries: path, consumers: `${path}.consumers` })
  Atomics.add(counters, file, 1)
  while (Atomics.load(counters, file) < sides);
  await reader.start()
  ids.push(await reader.id())
  await reader.stop()
}
parentPort?.postMessage(ids)
