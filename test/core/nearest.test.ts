import { describe, expect, it } from 'vitest'
import { nearestName } from '../../src/core/nearest.js'

describe('nearestName', () => {
  it('finds a mistyped name', () => {
    expect(nearestName('momentun', ['volatility', 'momentum', 'wma'])).toBe('momentum')
    expect(nearestName('embrago', ['scheme', 'embargo', 'refit'])).toBe('embargo')
  })

  it('counts a deletion, an insertion and a replacement as one each', () => {
    expect(nearestName('abc', ['abcdef', 'abd'])).toBe('abd')
    expect(nearestName('kitten', ['sittin', 'sitting'])).toBe('sittin')
  })

  it('ignores case, and the first of equally near names wins', () => {
    expect(nearestName('XLK', ['spy', 'xlk'])).toBe('xlk')
    expect(nearestName('c', ['a', 'b'])).toBe('a')
  })

  it('knows nothing of nothing', () => {
    expect(nearestName('x', [])).toBeUndefined()
    expect(nearestName('', ['abc', 'a'])).toBe('a')
  })

  it('takes the beginning of a name that is megabytes long', () => {
    expect(nearestName('a'.repeat(5_000_000), ['b', 'aaaa'])).toBe('aaaa')
  })
})
