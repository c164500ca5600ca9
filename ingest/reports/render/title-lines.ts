/** Where a title is broken: by sense, not where the line happens to be full; the issue, in brackets, has a line of its own. */
export function titleLines(title: string): { readonly name: readonly string[]; readonly issue: string } {
  const at = title.lastIndexOf('（')
  const [name, issue] = at < 0 ? [title, ''] : [title.slice(0, at), title.slice(at)]
  return { name: name.split(/(?=任务指标监测)/), issue }
}
