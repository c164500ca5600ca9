/** Topics of the journal entries in which the gateway says who came and went; their header `source` is `gateway`. The gateway's side: gateway/connections.ts. */
export const gatewayTopics = {
  started: '$gateway/started',
  connected: '$gateway/connected',
  disconnected: '$gateway/disconnected',
} as const
