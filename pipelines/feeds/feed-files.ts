import { FRED_MD_FILE } from '../../datasets/macro/fred-md.js'
import { DataError } from '../../src/core/errors.js'
import type { DataFolder } from '../../datasets/text/data-folder.js'
import type { FeedConfig } from './feed-schema.js'

/** A folder, and what one of its files must be called. */
interface Need {
  readonly folder: string
  readonly file: string | RegExp
}

/** Files without which a feed has nothing to say. */
function needsOf(config: FeedConfig): Need[] {
  switch (config.source) {
    case 'dated':
      return [{ folder: '.', file: config.file }]
    case 'text':
      return [config.file, config.lexicon].filter((file) => file !== undefined).map((file) => ({ folder: '.', file }))
    case 'foreign-flow':
      return [{ folder: config.folder, file: /^[A-Za-z0-9]+\.csv$/ }]
    case 'fundamentals':
      return [
        { folder: config.folder, file: /^\d{4}-\d{2}-\d{2}\.csv$/ },
        { folder: config.members, file: /^(?:.*\/)?constituents[^/]*\.csv$/ },
      ]
    case 'fred':
      return [{ folder: config.folder, file: `${config.series}.csv` }]
    case 'fred-md':
      return [{ folder: config.folder, file: FRED_MD_FILE }]
    case 'shiller':
      return [{ folder: config.folder, file: 'shiller_monthly.csv' }]
    case 'policy-uncertainty':
      return [{ folder: config.folder, file: /^[^/]+\.xlsx$|^USEPUINDXD\.csv$/i }]
  }
}

/**
 * Whether what is opened is not there.
 * @throws DataError for everything else that is wrong with it: what lies outside of the data folder is not just missing
 */
function isAbsent(open: () => unknown): boolean {
  try {
    open()
    return false
  } catch (error) {
    if (error instanceof DataError && /: no such (file|folder)$/.test(error.message)) return true
    throw error
  }
}

/** The first thing a feed needs and the data folder does not hold, in words; undefined when all is there. @throws DataError for a path that leads out */
export function absentFrom(folder: DataFolder, config: FeedConfig): string | undefined {
  const absent = needsOf(config).find(({ folder: place, file }) => {
    if (!folder.has(place)) return isAbsent(() => folder.within(place).list())
    const inside = folder.within(place)
    if (typeof file !== 'string') return !inside.list().some((name) => file.test(name))
    return !inside.has(file) && isAbsent(() => inside.read(file))
  })
  if (absent === undefined) return undefined
  const { folder: place, file } = absent
  if (typeof file === 'string') return `no file "${place === '.' ? '' : `${place}/`}${file}"`
  return folder.has(place) ? `no file of source "${config.source}" in "${place}"` : `no folder "${place}"`
}
