import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { quoted } from '../text/quoted.js'
import type { FetchSource } from './answer.js'
import { fred } from './fred.js'
import { fredMd } from './fred-md.js'
import { french } from './french.js'
import { stooq } from './stooq.js'
import { yahoo } from './yahoo.js'

/** All sources, each with its host and a note on its terms of use. */
export const FETCH_SOURCES: readonly FetchSource[] = [yahoo, stooq, french, fred, fredMd]

/** @throws ConfigError naming the nearest source when there is none of that name */
export function fetchSourceNamed(name: string): FetchSource {
  const source = FETCH_SOURCES.find((one) => one.name === name)
  if (source !== undefined) return source
  const names = FETCH_SOURCES.map((one) => one.name)
  throw new ConfigError(
    `source ${quoted(name)} is unknown, did you mean "${nearestName(name, names) ?? ''}"? (${names.join(', ')})`,
  )
}
