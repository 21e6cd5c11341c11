/**
 * Breaks a text between words for people who read a terminal; a word that is longer than a line has one of its own.
 * @param width - most characters a line
 */
export function wrapText(text: string, width = 120): string {
  const lines: string[] = []
  for (const word of text.split(/ +/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}
