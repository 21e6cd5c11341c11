import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inspectDataFolder, type FolderInspection } from '../../../datasets/inspect/inspect-folder.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession } from '../../../src/core/calendar.js'
import { temporaryFolder } from '../../fixtures/command-line.js'
import { cleanBars, csvOfBars, newYorkSessions } from '../../panel/quality/clean-bars.js'

export const HEADER = 'Date,Open,High,Low,Close,Volume'

/** A folder of made-up files. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}

export function inspect(files: Readonly<Record<string, string | Uint8Array>>): Promise<FolderInspection> {
  return inspectDataFolder(openDataFolder(folderOf(files)))
}

/** Findings in one line each. */
export function told({ findings }: FolderInspection): string[] {
  return findings.map(({ level, kind, file, line, date, symbol }) =>
    [level, kind, `${file}:${line ?? '-'}`, symbol ?? '-', date === null ? '-' : formatSession(date)].join(' '),
  )
}

export const CLEAN = csvOfBars(cleanBars('AAA', newYorkSessions(30)))
