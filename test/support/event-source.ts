import { whenDone } from './clean-up.ts'

export interface ServerEvent {
  readonly name: string
  readonly data: Record<string, unknown>
}

/** Reads server-sent events into a list until the test is over; resolves once the stream stands. */
export async function eventsFrom(url: string, headers: Record<string, string>): Promise<readonly ServerEvent[]> {
  const abort = new AbortController()
  whenDone(() => abort.abort())
  const response = await fetch(url, { headers, signal: abort.signal })
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  const events: ServerEvent[] = []
  void collect(response.body, events).catch(() => undefined) // aborted
  return events
}

async function collect(body: ReadableStream<Uint8Array>, events: ServerEvent[]): Promise<void> {
  let text = ''
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    text += chunk
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? []
      if (name && data) events.push({ name, data: JSON.parse(data) as ServerEvent['data'] })
    }
  }
}
