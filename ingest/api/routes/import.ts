import { z } from 'zod'
import { importDevices, importFacilities } from '../../../register/import.ts'
import { csvFile, mostCsvBytes, refusedRows } from '../csv-body.ts'
import type { Api, ApiParts } from '../parts.ts'
import { yesOrNo } from '../query-values.ts'

/** Each new device costs a password hash of about a millisecond. */
const longestMs = 10 * 60_000

const query = z.strictObject({
  overwrite: yesOrNo
    .optional()
    .describe('true: rows whose id is there already change what is different; otherwise such a row refuses the import'),
})

export function importRoutes(api: Api, { register, settings: { timezone } }: ApiParts): void {
  const common = {
    bodyLimit: mostCsvBytes,
    handlerTimeout: longestMs,
    config: { access: 'engineer', problems: ['import-refused'] },
  } as const
  api.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: mostCsvBytes }, (_request, body, done) => done(null, body))

  api.post(
    '/devices/import',
    {
      ...common,
      schema: {
        summary: 'Import devices from CSV; all or nothing',
        description:
          'Columns id, kind, facility, and where wanted model, vendor, adapter, password, commissioned (a local day such as 2026-11-24), every (seconds), limits (frozen or chilled).',
        tags: ['devices'],
        consumes: ['text/csv'],
        querystring: query,
        body: csvFile,
        response: {
          200: z.object({
            added: z.int(),
            changed: z.int(),
            credentials: z.array(z.object({ username: z.string(), password: z.string() })).describe('Of the new devices; shown once'),
          }),
        },
      },
    },
    async ({ body, query: { overwrite = false }, caller }) => {
      const result = await importDevices(register, body, { overwrite, timezone, author: caller?.name })
      if ('faults' in result) throw refusedRows(result.faults)
      return { added: result.added, changed: result.changed, credentials: result.credentials.map((each) => ({ ...each })) }
    },
  )

  api.post(
    '/facilities/import',
    {
      ...common,
      schema: {
        summary: 'Import facilities from CSV; all or nothing',
        description:
          'Columns id, name, town, and where wanted circles and functions (several separated by ;), community, operator, latitude, longitude, households, retentionHours, public (true or false), commissioned (a local day such as 2026-11-24).',
        tags: ['facilities'],
        consumes: ['text/csv'],
        querystring: query,
        body: csvFile,
        response: { 200: z.object({ added: z.int(), changed: z.int() }) },
      },
    },
    async ({ body, query: { overwrite = false }, caller }) => {
      const result = await importFacilities(register, body, { overwrite, timezone, author: caller?.name })
      if ('faults' in result) throw refusedRows(result.faults)
      return { added: result.added, changed: result.changed }
    },
  )
}
