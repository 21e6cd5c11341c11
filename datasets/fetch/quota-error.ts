import { DataError } from '../../src/core/errors.js'

/** The source says that no more will be given for now: further requests would only be a nuisance. */
export class QuotaError extends DataError {}
