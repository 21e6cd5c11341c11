const TICKER = /^[A-Za-z0-9^][A-Za-z0-9._^=-]{0,31}$/

/** Whether a text is a plain ticker symbol: letters, digits and `. _ ^ = -`, at most 32; it is a file name as it stands. */
export function isTicker(text: string): boolean {
  return TICKER.test(text)
}
