import { z } from 'zod'
import { openEventStream } from '../live/event-stream.ts'
import type { InspectionHub } from '../live/inspection-hub.ts'
import type { Api } from '../parts.ts'
import { Problem } from '../problem.ts'

const description = `Events:
- \`message\`: {offset, received, topic, sort, element?, payload, encoding, size, truncated, steps, result, quarantine?}. \`steps\` are those of the
  pipeline in their order, each {step, outcome: ok | changed | duplicate | refused, found?, rejection?}; \`result\` is stored, duplicate, quarantined,
  taken (a state or birth), or waiting (the database is away: the message comes again, with the same offset, once it is stored)
- \`link\`: {at, what: connected | disconnected | …}: what the gateway says of the connection
- \`skipped\`: {count}: more came than is shown
- \`end\`: {code, message: {zh, en}}, the last one

A device that is not registered may be inspected too: its messages are there, refused. A comment comes every 15 s.`

export function inspectRoutes(api: Api, hub: InspectionHub): void {
  api.get(
    '/devices/:id/inspect',
    {
      exposeHeadRoute: false,
      config: { access: 'engineer', problems: ['too-many-streams'] },
      schema: {
        summary: 'Every message of a device as it arrives, raw and decoded, with what each step says of it; server-sent events',
        description,
        tags: ['devices'],
        params: z.object({ id: z.string().max(48) }),
        response: { 200: { description: 'Ends with the event `end`', content: { 'text/event-stream': { schema: z.string() } } } },
      },
    },
    ({ params: { id }, caller }, reply) => {
      if (!caller) throw new Problem('not-signed-in')
      hub.assertRoom()
      hub.inspect(openEventStream(reply), caller, id)
    },
  )
}
