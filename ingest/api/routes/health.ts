import { z } from 'zod'
import { health, healthOf } from '../health.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'

export function healthRoutes(api: Api, parts: ApiParts): void {
  const tags = ['health']

  api.get(
    '/health',
    {
      config: { access: 'open' },
      schema: {
        summary: 'How each part is; always 200',
        description: 'Open to anybody. Whoever is signed in also sees what the parts themselves say.',
        tags,
        response: { 200: health },
      },
    },
    ({ caller }) => healthOf(parts, caller !== undefined),
  )

  api.get(
    '/ready',
    {
      config: { access: 'open', problems: ['not-ready'] },
      schema: { summary: '200 when every part serves, else 503', tags, response: { 200: z.object({ ready: z.literal(true) }) } },
    },
    () => {
      const notServing = Object.entries(healthOf(parts, false).parts).filter(([, { status }]) => status === 'down')
      if (notServing.length === 0) return { ready: true } as const
      const silent = { zh: '未就绪', en: 'does not serve' }
      throw new Problem('not-ready', {
        faults: notServing.map(([path, { message }]) => ({ path, message: message ?? silent })),
        headers: { 'retry-after': '5' },
      })
    },
  )
}
