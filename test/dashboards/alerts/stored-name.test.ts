import { expect, it } from 'vitest'
import { storedName } from '../../../dashboards/grafana/alerts/stored-name.ts'
import { storedName as ofTheStore } from '../../../ingest/store/field-names.ts'

it.each(['temperature', 'reason', 'Reason_', 'event', 'time', 'n', 'n2', 'fields'])(
  '%s is asked for under the name it is stored by',
  (field) => {
    expect(storedName(field)).toBe(ofTheStore(field))
  },
)
