const SHOWN = '[redacted]'

/** Takes secrets out of whatever is shown or kept. */
export interface Redactor {
  readonly text: (text: string) => string
  /** The bytes themselves where they hold no secret. */
  readonly bytes: (bytes: Uint8Array) => Uint8Array
}

/** @param secrets - keys, as plain ASCII words that need no escaping in an address */
export function makeRedactor(secrets: readonly string[]): Redactor {
  return {
    text: (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, SHOWN), text),
    bytes(bytes) {
      // One character per byte, so that nothing else changes.
      const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      if (!secrets.some((secret) => whole.includes(secret))) return bytes
      const text = secrets.reduce((shown, secret) => shown.replaceAll(secret, SHOWN), whole.toString('latin1'))
      return new Uint8Array(Buffer.from(text, 'latin1'))
    },
  }
}
