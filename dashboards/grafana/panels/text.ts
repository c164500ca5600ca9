import { PanelBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text'

export interface TextOptions {
  readonly title: string
  readonly markdown: string
  readonly width: number
  readonly height: number
}

export function note({ title, markdown, width, height }: TextOptions): PanelBuilder {
  return new PanelBuilder().title(title).mode(TextMode.Markdown).content(markdown).span(width).height(height)
}
