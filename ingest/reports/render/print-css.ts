import { latin, page, type TypeRole, type } from './page.ts'

const font = (role: TypeRole, pt: number = type[role].pt) =>
  `font-family: figures, ${type[role].fonts.map((name) => `'${name}'`).join(', ')}, serif; font-size: ${pt}pt;`

const { top, bottom, left, right } = page.margin
const number = `content: "— " counter(page) " —"; ${font('pageNumber')}`

export const printCss = `
/* Letters and figures only: dashes and status signs are those of the Chinese font, in its width. */
@font-face { font-family: figures; src: local('${latin}'), local('Liberation Serif'), local('DejaVu Serif'); unicode-range: U+0020-007E; }
@page { size: ${page.width}mm ${page.height}mm; margin: ${top}mm ${right}mm ${bottom}mm ${left}mm; }
@page wide { size: ${page.height}mm ${page.width}mm; margin: ${left}mm ${top}mm ${right}mm ${bottom}mm; }
@page :right { @bottom-right { ${number} padding-right: 14pt; } }
@page :left { @bottom-left { ${number} padding-left: 14pt; } }
* { box-sizing: border-box; }
body { margin: 0; color: #000; ${font('body')} line-height: ${page.linePt}pt; }
p span { white-space: nowrap; }
p { margin: 0; text-indent: 2em; text-align: justify; }
h1 { ${font('title')} line-height: 34pt; font-weight: bold; text-align: center; margin: 0 0 6pt; }
h2 { ${font('heading')} line-height: ${page.linePt}pt; font-weight: normal; margin: 0; text-indent: 2em; break-after: avoid; }
h3 { ${font('subheading')} line-height: ${page.linePt}pt; font-weight: normal; margin: 0; text-indent: 2em; break-after: avoid; }
ul { list-style: none; margin: 6pt 0 12pt; padding: 0; font-size: 12pt; line-height: 20pt; }
.provisional, .issue { text-indent: 0; text-align: center; }
.provisional { ${font('heading')} }
.issue { ${font('subheading')} }
.annex { break-before: page; }
.wide { page: wide; }
.annex h2 { text-indent: 0; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 10pt 0 4pt; ${font('table')} line-height: 13pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.5pt solid #000; padding: 1.5pt 2pt; overflow-wrap: anywhere; vertical-align: middle; }
th { ${font('heading', type.table.pt)} font-weight: normal; background: #ededed; }
th.title { ${font('heading', 12)} line-height: 18pt; border: none; background: none; padding-bottom: 4pt; }
.left { text-align: left; } .center { text-align: center; } .right { text-align: right; }
.note { ${font('table')} line-height: 13pt; text-indent: 0; margin-bottom: 10pt; }
`
