import { describeJournal } from './conformance.ts'
import { openSqlite } from './sqlite-journal.ts'

describeJournal('SQLite', openSqlite)
