// Line and paragraph separators, and what a terminal obeys: control characters of both sets, marks that turn the writing direction.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** A text of a file on one line: whatever a terminal would obey instead of show is written as its escape. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Shows a value of a file in a message: short, on one line, control characters escaped. */
export function quoted(text: string): string {
  return printable(JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text))
}
