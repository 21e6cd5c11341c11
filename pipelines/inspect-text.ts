import { textTable } from '../src/export/text-table.js'
import { FINDING_KINDS, findingsByKind } from '../src/panel/quality/finding.js'
import type { DocumentFinding, InspectDocument } from './inspect.js'

/** Findings of one kind that are listed when not all are asked for. */
const LISTED = 5

function listed(group: readonly DocumentFinding[], all: boolean): string[] {
  const { kind, level } = group[0]
  const shown = all ? group : group.slice(0, LISTED)
  const lines = shown.map(({ file, line, symbol, date, detail }) => {
    const place = line === null ? file : `${file}:${line}`
    return `  ${[place, symbol, date].filter((part) => part !== null).join('  ')}  ${detail}`
  })
  const rest = group.length - shown.length
  return ['', `${level}: ${kind} (${group.length})`, ...lines, ...(rest > 0 ? [`  … and ${rest} more`] : [])]
}

/** Files that nothing was said of, or it would look as if all were well. */
function unknownFiles(names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > LISTED ? ', …' : ''
  return [`NOT INSPECTED, of no known kind: ${names.length} files (${names.slice(0, LISTED).join(', ')}${more})`]
}

/**
 * The quality report as a person reads it: counts by kind, then the findings.
 * @param all - every finding instead of the first five of each kind
 */
export function inspectText(
  { findings, files, rows, levels, kinds, notInspected }: InspectDocument,
  all: boolean,
): string {
  const groups = findingsByKind(findings)
  const counts = groups.map(([{ kind, level }, ...others]) => [
    kind,
    level,
    String(others.length + 1),
    FINDING_KINDS[kind].meaning,
  ])
  const width = Math.max(7, ...counts.map(([, , , meaning]) => meaning.length))
  // Text reads from the left; the other columns of a table are flush right.
  const table = textTable(
    ['kind', 'level', 'count', 'meaning'.padEnd(width)],
    counts.map(([kind, level, count, meaning]) => [kind, level.padEnd(7), count, meaning.padEnd(width)]),
  )
  const held = Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`)
  return [
    ...(groups.length === 0 ? [] : [table]),
    ...groups.flatMap((group) => listed(group, all)),
    ...(groups.length === 0 ? [] : ['']),
    `${files} files (${held.join(', ')}), ${rows} rows: ${levels.error} errors, ${levels.warning} warnings, ${levels.info} notes.`,
    ...unknownFiles(notInspected),
  ].join('\n')
}
