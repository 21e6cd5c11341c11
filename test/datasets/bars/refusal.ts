import { DataError } from '../../../src/core/errors.js'

/** Message of the DataError that a call ends with; any other error is passed on. */
export function refusalOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof DataError) return error.message
    throw error
  }
  return 'not refused'
}
