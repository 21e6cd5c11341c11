/**
 * Text that was encoded as UTF-8, taken for Latin-1, and encoded as UTF-8 again (`NgÃ y` for `Ngày`), as it was. Only text that can
 * be nothing else is changed: all characters within Latin-1, and their bytes valid UTF-8. Any other text is given back as it is.
 */
export function repairDoubleEncoding(text: string): string {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0xff) return text
    bytes[i] = code
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return text
  }
}
