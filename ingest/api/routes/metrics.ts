import { z } from 'zod'
import type { Metrics } from '../metrics.ts'
import type { Api } from '../parts.ts'

export function metricsRoutes(api: Api, metrics: Metrics): void {
  api.get(
    '/metrics',
    {
      schema: {
        summary: 'For Prometheus; use a token',
        tags: ['health'],
        response: { 200: { description: 'Metrics as text', content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (_request, reply) =>
      reply
        .type(metrics.contentType)
        .serializer((text: string) => text)
        .send(await metrics.text()),
  )
}
