// Node-RED comes without types; this is what we use of it.
declare module 'node-red' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http'

  type Handler = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void

  interface NodeSet {
    readonly id: string
    readonly err?: unknown
  }

  interface Runtime {
    init(server: Server, settings: object): void
    start(): Promise<void>
    stop(): Promise<void>
    readonly httpAdmin: Handler
    readonly httpNode: Handler
    readonly nodes: { getNodeList(filter: (set: NodeSet) => boolean): NodeSet[] }
    readonly events: { on(event: string, listener: (about: unknown) => void): void }
  }

  const runtime: Runtime
  export = runtime
}
