import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Catalogue } from '../../facilities/catalogue.ts'
import type { Register } from '../../register/register.ts'
import { tasks, units } from '../../register/tasks.ts'
import type { IngestSettings } from '../../settings/processes.ts'
import type { OutboxEvent } from '../indicators/kept/outbox.ts'
import { type ReportParts, Reports } from './reports.ts'

interface Site {
  readonly indicators: ReportParts['indicators'] & { announce(event: OutboxEvent): void }
  readonly register: Register
  readonly catalogue: Catalogue
  readonly log: Logger
}

/** The reports of a site. `start` after the indicators, `stop` before them. */
export function openReports(settings: IngestSettings, { indicators, register, catalogue, log }: Site): Reports {
  return new Reports({
    folder: join(settings.KZ_DATA, 'reports'),
    indicators,
    names: () => ({ towns: register.towns(), circles: register.circles(), units, tasks, kinds: catalogue.all }),
    issuer: settings.KZ_REPORT_ISSUER,
    timezone: settings.KZ_TIMEZONE,
    log,
    onSubmitted: ({ period, revision, files, submitted }) =>
      indicators.announce({ type: 'report.submitted', subject: period, data: { period, revision, files, submitted } }),
  })
}
