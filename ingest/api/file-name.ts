/** RFC 6266: the name as it is, and one in plain letters for what cannot read that. */
export function attachment(name: string, plain: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
