import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { BoundDevice } from './bound-devices.ts'
import { expected } from './explain-issue.ts'
import type { Red, RedNode } from './red.ts'

interface DeviceConfig {
  readonly device: string
}

export interface DeviceNode extends RedNode {
  device?: string
}

/** The node other nodes take their device from, and what the editor shows of it: GET /kezhong/devices. */
export function kezhongDevice(red: Red): void {
  red.nodes.registerType('kezhong device', function (this: DeviceNode, config: DeviceConfig) {
    red.nodes.createNode(this, config)
    this.device = config.device
  } as (this: RedNode, config: never) => void)

  red.httpAdmin.get('/kezhong/devices', red.auth.needsPermission('kezhong.read'), (_request, response) => {
    answer(response, { items: red.settings.kezhong.devices.all().slice(0, mostShown).map(described) })
  })
}

/** In a list one chooses from. */
const mostShown = 2_000

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

const described = ({ id, facility, kind, isMapped }: BoundDevice) => ({
  id,
  facility,
  kind: kind.kind,
  label: kind.label,
  isMapped,
  fields: Object.entries(kind.telemetry).map(([name, field]) => ({ name, label: field.label, expected: expected(field) })),
  events: Object.entries(kind.events).map(([name, { label, payload }]) => ({
    name,
    label,
    fields: Object.entries(payload).map(([field, schema]) => ({ name: field, isOptional: z.safeParse(schema, undefined).success })),
  })),
  commands: Object.entries(kind.commands).map(([name, { label }]) => ({ name, label })),
})
