import { retainedMigrations } from '../../gateway/retained.ts'
import { ingestMigrations } from '../../ingest/database.ts'
import { factsVersion } from '../../ingest/facts/database.ts'
import { indicatorsMigrations } from '../../ingest/indicators/database.ts'
import { bookMigrations } from '../../ingest/rollups/book.ts'
import { dayFileVersion } from '../../ingest/store/sqlite/day-file.ts'
import { rollupFileMigrations } from '../../ingest/store/sqlite/rollups/rollup-files.ts'
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
  { file: 'rollups/rollups.sqlite', version: bookMigrations.length },
  { file: 'rollups/hour-YYYY-MM.sqlite', example: 'rollups/hour-2026-11.sqlite', version: rollupFileMigrations.length },
  { file: 'rollups/day-YYYY.sqlite', example: 'rollups/day-2026.sqlite', version: rollupFileMigrations.length },
  { file: 'rollups/indicator-YYYY.sqlite', example: 'rollups/indicator-2026.sqlite', version: rollupFileMigrations.length },
  { file: 'facts.sqlite', version: factsVersion },
  { file: 'indicators.sqlite', version: indicatorsMigrations.length },
]
