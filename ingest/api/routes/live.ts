import { z } from 'zod'
import { defined } from '../defined.ts'
import { deviceFilters } from '../device-list.ts'
import { knownValues } from '../known-values.ts'
import { openEventStream } from '../live/event-stream.ts'
import type { LiveHub } from '../live/hub.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'

const query = z.strictObject({ ...deviceFilters, device: z.string().max(48).optional() })

const description = `Events:
- \`reading\`: {device, kind, ts, received, quality, values}; at most one a device and second, the newest, sent when the second is over
- \`state\`: {device, kind, state, since, cause}
- \`end\`: {code, message: {zh, en}}, the last one: \`not-signed-in\` when the session or token has ended, \`server-stops\`

With \`state\` one hears of devices entering and leaving that state, and of readings while they are in it.
Open the stream first and read GET /devices then: so nothing is missed in between. A comment comes every 15 s.
A reader that is too slow misses readings, but hears the newest state of each device.`

export function liveRoutes(api: Api, parts: ApiParts, hub: LiveHub): void {
  const refuseUnknown = knownValues(parts)

  api.get(
    '/live',
    {
      exposeHeadRoute: false,
      config: { problems: ['too-many-streams'] },
      schema: {
        summary: 'What happens now, as server-sent events',
        description,
        tags: ['live'],
        querystring: query,
        response: { 200: { description: 'Ends with the event `end`', content: { 'text/event-stream': { schema: z.string() } } } },
      },
    },
    (request, reply) => {
      const { device, state, ...filter } = request.query
      const { caller } = request
      if (!caller) throw new Problem('not-signed-in')
      refuseUnknown(request.query)
      hub.assertRoom()
      hub.subscribe(openEventStream(reply), caller, { ...defined({ device, state }), filter: defined(filter) })
    },
  )
}
