// What a node gets from Node-RED, as far as ours use it (https://nodered.org/docs/creating-nodes/node-js).
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Site } from './site.ts'

export interface Message {
  payload?: unknown
  [property: string]: unknown
}

export interface Status {
  readonly fill?: 'red' | 'green' | 'yellow' | 'blue' | 'grey'
  readonly shape?: 'ring' | 'dot'
  readonly text?: string
}

export type Done = (error?: Error) => void
export type Send = (message: Message) => void

/** An instance of a node in the flows. */
export interface RedNode {
  readonly id: string
  on(event: 'input', listener: (message: Message, send: Send, done: Done) => void): void
  on(event: 'close', listener: (removed: boolean, done: () => void) => void): void
  status(status: Status): void
  send(message: Message): void
  error(text: string, message?: Message): void
}

export interface Red {
  readonly nodes: {
    createNode(node: RedNode, config: object): void
    registerType(type: string, create: (this: RedNode, config: never) => void): void
    getNode(id: string): RedNode | null
  }
  readonly util: { getMessageProperty(message: Message, path: string): unknown }
  readonly httpAdmin: { get(path: string, ...handlers: RequestHandler[]): void }
  readonly auth: { needsPermission(permission: string): RequestHandler }
  /** The settings Node-RED was started with; `kezhong` is ours (red-settings.ts). */
  readonly settings: { readonly kezhong: Site }
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void
