import { z } from 'zod'
import { adapterNames } from '../../../register/adapters.ts'
import type { Api, ApiParts } from '../parts.ts'

const adapter = z.object({
  name: z.string(),
  devices: z.int().describe('Devices in service that are bound to it'),
  connected: z.boolean().optional().describe('To the broker; absent while the gateway does not answer'),
})

export function adapterRoutes(api: Api, { register, gatewayHealth }: ApiParts): void {
  api.get(
    '/adapters',
    {
      schema: {
        summary: 'Programs that may speak for devices',
        description: 'A device is bound to at most one of them: PATCH /devices/{id} {"adapter": "…"}. Its own credentials keep working.',
        tags: ['devices'],
        response: { 200: z.object({ items: z.array(adapter) }) },
      },
    },
    () => {
      const bound = [...register.bindings().values()]
      const connected = gatewayHealth()?.adapters
      return {
        items: adapterNames.map((name) => ({
          name,
          devices: bound.filter((adapter) => adapter === name).length,
          ...(connected && { connected: connected.includes(name) }),
        })),
      }
    },
  )
}
