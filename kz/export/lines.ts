import type { ExportPage, Form } from './sheet.ts'

/** Line protocol, as the API makes it. */
export const lineProtocol = (): Form => ({
  page: ({ lines = [] }: ExportPage) => (lines.length === 0 ? [] : [`${lines.join('\n')}\n`]),
  end: () => [],
})
