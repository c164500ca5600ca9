import { codes, type RejectionCode } from '../ingest/quarantine/codes.ts'
import { shorten } from '../ingest/quarantine/show.ts'
import { type RejectionExample, rejectionExamples } from './rejection-examples.ts'

/** docs/generated/errors.md: every reason for which a message is refused, with the sentences of an example. */
export function errorsDocument(): string {
  return `${head}${(Object.keys(codes) as RejectionCode[]).map((code) => section(code, rejectionExamples[code])).join('\n')}`
}

const head = `# Why messages are refused · 拒收原因

Generated from \`ingest/quarantine/codes.ts\` by \`npm run docs\`; do not edit.
由 \`npm run docs\` 从 \`ingest/quarantine/codes.ts\` 生成，请勿手工修改。

A refused message is kept with its bytes in quarantine (\`GET /api/v1/quarantine\`), and the device hears why on its topic \`verdict\`, in
the form of the examples below with the quarantine \`id\` in front. Where the code is about one element of an array, the others are stored.
被拒收的报文连同原始字节保存在隔离区，设备会在 \`verdict\` 主题收到原因。数组中只拒收有问题的那一条，其余照常入库。

The examples come from a freezer on 10 August 2026 at 04:00 UTC, unless the topic says otherwise.

`

const section = (code: RejectionCode, { topic, sends, rejection }: RejectionExample): string => `## ${code}

${codes[code].zh}
${codes[code].en}

\`${topic}\` ← ${sends === '' ? '∅' : `\`${shorten(sends, 80)}\``}

\`\`\`json
${JSON.stringify(rejection, undefined, 2)}
\`\`\`
`
