/** The HTTP API. `createApi` gives a server that is ready to listen; whoever listens also closes it. */
import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import { checkAccess } from './access.ts'
import { answerClientError } from './client-errors.ts'
import { clockRecords } from './clocks.ts'
import { deviceStates } from './device-states.ts'
import { addDocuments, openApiRoute } from './documents.ts'
import { parseJson } from './json-body.ts'
import { LiveHub } from './live/hub.ts'
import { InspectionHub } from './live/inspection-hub.ts'
import { metricsOf } from './metrics.ts'
import { keepToOwnTown } from './own-town.ts'
import type { Api, ApiParts } from './parts.ts'
import { answerProblem, answerUnknownRoute, routePattern } from './problem-answer.ts'
import { adapterRoutes } from './routes/adapters.ts'
import { capturedRoutes } from './routes/captured.ts'
import { claimRoutes } from './routes/claims.ts'
import { clockRoutes } from './routes/clocks.ts'

import { communityRoutes } from './routes/communities.ts'
import { countingRoutes } from './routes/counting.ts'
import { deviceRoutes } from './routes/devices.ts'
import { exemptionRoutes } from './routes/exemptions.ts'
import { exportRoutes } from './routes/export.ts'
import { exportLedgerRoutes } from './routes/export-ledger.ts'
import { facilityRoutes } from './routes/facilities.ts'
import { healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/import.ts'
import { inspectRoutes } from './routes/inspect.ts'
import { kindDraftRoutes } from './routes/kind-drafts.ts'
import { kindTryRoutes } from './routes/kind-tries.ts'
import { kindRoutes } from './routes/kinds.ts'
import { knockRoutes } from './routes/knocks.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { liveRoutes } from './routes/live.ts'
import { mappingRoutes } from './routes/mappings.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { placeRoutes } from './routes/places.ts'
import { quarantineRoutes } from './routes/quarantine.ts'
import { quarantineGroupRoutes } from './routes/quarantine-groups.ts'
import { readingRoutes } from './routes/readings.ts'
import { replayRoutes } from './routes/replays.ts'
import { reportRoutes } from './routes/reports.ts'
import { seriesRoutes } from './routes/series.ts'
import { sessionRoutes } from './routes/session.ts'
import { taskRoutes } from './routes/tasks.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { waitingRoutes } from './routes/waiting.ts'
import { securityHeaders, setSecurityHeaders } from './security-headers.ts'
import { validate, writeOut, writeOutChecked } from './validation.ts'

const base = '/api/v1'

export async function createApi(parts: ApiParts): Promise<FastifyInstance> {
  const app = server(parts)
  const states = deviceStates(parts.ingestDatabase)
  const clocks = clockRecords(parts.ingestDatabase)
  const hub = new LiveHub(parts, states)
  const inspection = new InspectionHub(parts)
  const metrics = metricsOf(parts, () => hub.streams, clocks)
  const { locale, checkAnswers } = parts.settings

  app.setValidatorCompiler(validate)
  app.setSerializerCompiler(checkAnswers ? writeOutChecked : writeOut)
  app.setErrorHandler(answerProblem(locale))
  await app.register(cookie)
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', setSecurityHeaders)
  app.addHook('onRequest', checkAccess(parts.accounts))
  app.addHook('onRequest', keepToOwnTown(parts.register, base))
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) =>
    metrics.answered(method, routeOptions.url ?? 'unknown', statusCode, elapsedTime / 1_000),
  )
  const routes: { methods: readonly string[]; pattern: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => void routes.push({ methods: [method].flat(), pattern: routePattern(url) }))
  app.setNotFoundHandler(answerUnknownRoute(routes, locale))
  parseJson(app)
  await addDocuments(app)

  healthRoutes(app, parts)
  metricsRoutes(app, metrics)
  await app.register(
    (api: Api, _options, done) => {
      api.get('/openapi.json', openApiRoute, () => app.swagger() as unknown as Record<string, unknown>)
      healthRoutes(api, parts)
      sessionRoutes(api, parts)
      tokenRoutes(api, parts)
      kindRoutes(api, parts)
      kindDraftRoutes(api, parts)
      placeRoutes(api, parts)
      communityRoutes(api, parts)
      facilityRoutes(api, parts)
      exemptionRoutes(api, parts)
      deviceRoutes(api, parts, states)
      clockRoutes(api, parts, clocks)
      adapterRoutes(api, parts)
      importRoutes(api, parts)
      claimRoutes(api, parts)
      waitingRoutes(api, parts, states)
      knockRoutes(api, parts)
      mappingRoutes(api, parts)
      readingRoutes(api, parts, states)
      seriesRoutes(api, parts)
      exportRoutes(api, parts)
      exportLedgerRoutes(api, parts)
      liveRoutes(api, parts, hub)
      inspectRoutes(api, inspection)
      capturedRoutes(api, parts)
      quarantineRoutes(api, parts)
      quarantineGroupRoutes(api, parts)
      replayRoutes(api, parts)
      kindTryRoutes(api, parts)
      ledgerRoutes(api, parts)
      taskRoutes(api, parts)
      countingRoutes(api, parts)
      if (parts.reports) reportRoutes(api, { reports: parts.reports })
      done()
    },
    { prefix: base },
  )

  hub.start()
  inspection.start()
  app.addHook('preClose', async () => {
    inspection.stop()
    hub.stop()
  })
  await app.ready()
  return app
}

const server = ({ log, settings }: ApiParts): Api =>
  fastify({
    loggerInstance: log,
    // Each request is counted in /metrics; a line for each would bury what matters.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    handlerTimeout: 60_000,
    trustProxy: settings.trustedProxies ? [...settings.trustedProxies] : false,
    clientErrorHandler: answerClientError(settings.locale),
    // A path that cannot be decoded never comes to our hooks.
    frameworkErrors: (error, request, reply) => void answerProblem(settings.locale)(error, request, reply.headers(securityHeaders(''))),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  }) as unknown as Api
