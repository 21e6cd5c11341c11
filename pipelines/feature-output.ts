import { realpathSync, statSync, type Stats } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { printable } from '../datasets/text/quoted.js'
import { ConfigError } from '../src/core/errors.js'
import { requireWritable } from './artifacts.js'
import { tableFormatOf } from './feature-file.js'

/** A path without links, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), basename(path))
  }
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    // Whoever writes there says what is wrong.
    return undefined
  }
}

/**
 * Refuses a table that can not or must not be written, before any work is done for it. A file elsewhere is replaced.
 * @param dataFolder - folder that the data are read from; absent when there is none
 * @throws ConfigError for an ending of no known kind, for a place within the data folder, for what is no file and for a folder that can
 *   not be written to
 */
export function checkFeatureOutput(out: string, dataFolder: string | undefined): void {
  tableFormatOf(out)
  const told = (problem: string): ConfigError => new ConfigError(`--out "${printable(out)}": ${problem}`)
  const status = statusOf(out)
  if (status?.isDirectory() === true) throw told('is a folder, expected a file')
  if (status?.isFile() === false) throw told('is no regular file')
  if (dataFolder !== undefined) {
    // A link at the place itself would be replaced, not followed.
    const way = relative(realPath(resolve(dataFolder)), join(realPath(dirname(resolve(out))), basename(out)))
    if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
      throw told(
        `lies in the data folder "${printable(dataFolder)}", in which nothing is written: expected another place`,
      )
  }
  requireWritable(dirname(out))
}
