/** A request that did not lead to an answer: one line, exit code 1. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
}
