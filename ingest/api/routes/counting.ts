import type { Api, ApiParts } from '../parts.ts'
import { adoptionRoutes } from './adoption.ts'
import { indicatorRoutes } from './indicators.ts'
import { auditRoutes } from './indicators-audit.ts'
import { consentRoutes } from './indicators-consents.ts'
import { evidenceRoutes } from './indicators-evidence.ts'
import { manualRoutes } from './indicators-manual.ts'
import { parameterRoutes } from './indicators-parameters.ts'
import { rankingRoutes } from './indicators-ranking.ts'
import { recomputeRoutes } from './indicators-recompute.ts'
import { revisionRoutes } from './indicators-revisions.ts'
import { shadowRoutes } from './indicators-shadow.ts'
import { targetRoutes } from './indicators-targets.ts'
import { rectificationRoutes } from './rectifications.ts'

/** All that follows from what is counted. */
export function countingRoutes(api: Api, parts: ApiParts): void {
  indicatorRoutes(api, parts)
  rankingRoutes(api, parts)
  evidenceRoutes(api, parts)
  revisionRoutes(api, parts)
  targetRoutes(api, parts)
  parameterRoutes(api, parts)
  consentRoutes(api, parts)
  manualRoutes(api, parts)
  shadowRoutes(api, parts)
  recomputeRoutes(api, parts)
  auditRoutes(api, parts)
  adoptionRoutes(api, parts)
  rectificationRoutes(api, parts)
}
