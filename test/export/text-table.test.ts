import { describe, expect, it } from 'vitest'
import { textTable } from '../../src/export/text-table.js'

describe('textTable', () => {
  it('has the first column flush left and the others flush right, under titles and a rule', () => {
    const rows = [
      ['energy', '1', '0.25'],
      ['information-technology', '12', '-0.5'],
    ]
    expect(textTable(['sector', 'rank', 'score'], rows)).toBe(
      [
        'sector                  rank  score',
        '----------------------  ----  -----',
        'energy                     1   0.25',
        'information-technology    12   -0.5',
      ].join('\n'),
    )
  })

  it('a table without rows is its titles', () => {
    expect(textTable(['a', 'long'], [])).toBe('a  long\n-  ----')
  })

  it('no line ends in spaces, also where the last cell is empty', () => {
    const lines = textTable(['a', 'b'], [['one', '']]).split('\n')
    expect(lines[2]).toBe('one')
    expect(lines.every((line) => line === line.trimEnd())).toBe(true)
  })
})
