import { retainedMigrations } from '../../gateway/retained.ts'
import { ingestMigrations } from '../../ingest/database.ts'
import { factsVersion } from '../../ingest/facts/database.ts'
import { indicatorsMigrations } from '../../ingest/indicators/database.ts'
import { dayFileVersion } from '../../ingest/store/sqlite/day-file.ts'
import { journalVersion } from '../../journal/sqlite-files.ts'
import { migrations as registerMigrations } from '../../register/migrations.ts'

/** Every SQLite file of a data folder and the version it has now. `example`: a file of the folder where the name is a pattern. */
export const fileVersions: readonly { readonly file: string; readonly example?: string; readonly version: number }[] = [
  { file: 'register.sqlite', version: registerMigrations.length },
  { file: 'journal/uplink.sqlite', version: journalVersion },
  { file: 'journal/uplink.consumers.sqlite', version: journalVersion },
  { file: 'journal/downlink.sqlite', version: journalVersion },
  { file: 'journal/downlink.consumers.sqlite', version: journalVersion },
  { file: 'retained.sqlite', version: retainedMigrations.length },
  { file: 'ingest.sqlite', version: ingestMigrations.length },
  { file: 'readings/YYYY-MM-DD.sqlite', example: `readings/${new Date().toISOString().slice(0, 10)}.sqlite`, version: dayFileVersion },
  { file: 'facts.sqlite', version: factsVersion },
  { file: 'indicators.sqlite', version: indicatorsMigrations.length },
]
