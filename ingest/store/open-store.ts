import type { Kinds } from './kinds.ts'
import { SqliteStore } from './sqlite/sqlite-store.ts'
import type { Store } from './store.ts'

export interface StoreSettings {
  readonly KZ_DATA: string
}

/** The store of these settings, not started. `readOnly` for those who read beside the one writer. */
export function openStore(settings: StoreSettings, { kinds, readOnly = false }: { kinds: Kinds; readOnly?: boolean }): Store {
  return new SqliteStore({ folder: settings.KZ_DATA, kinds, readOnly })
}
