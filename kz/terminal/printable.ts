/** Control characters, and those that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** What devices send may steer the terminal; here it is only shown. */
export const printable = (text: string): string =>
  text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The beginning of a long text, with a mark where it was cut. */
export function shortened(text: string, most: number): string {
  const shown = printable(text)
  return shown.length <= most ? shown : `${Array.from(shown).slice(0, most).join('')}…`
}
