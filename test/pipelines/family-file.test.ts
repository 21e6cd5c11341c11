import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { familyNamed, parseFamilyYaml } from '../../pipelines/family-file.js'
import { ConfigError } from '../../src/core/errors.js'
import { temporaryFolder } from '../fixtures/command-line.js'

const FAMILY = `id: stoxx
label: STOXX 600 sectors
issuer: iShares
scheme: ICB
base: STOXX Europe 600
weighting: market-cap
coverage: 0.9
members:
  - { symbol: EXV1, sector: Ngân hàng, firstSession: 2001-04-25 }
  - { symbol: EXV3, sector: Technology, firstSession: 2001-04-25, combines: [telecom], lastSession: 2020-01-02 }
`

describe('parseFamilyYaml', () => {
  it('makes a family with canonical sectors; the file is the source of its facts', () => {
    expect(parseFamilyYaml(FAMILY, 'my.yaml')).toEqual({
      id: 'stoxx',
      label: 'STOXX 600 sectors',
      issuer: 'iShares',
      kind: 'funds',
      scheme: 'ICB',
      base: 'STOXX Europe 600',
      weighting: 'market-cap',
      identity: { source: 'my.yaml' },
      firstSessions: { source: 'my.yaml' },
      coverage: { value: 0.9, source: 'my.yaml' },
      members: [
        { symbol: 'EXV1', sector: 'financials', firstSession: '2001-04-25' },
        {
          symbol: 'EXV3',
          sector: 'information-technology',
          firstSession: '2001-04-25',
          lastSession: '2020-01-02',
          combines: ['communication-services'],
        },
      ],
    })
  })

  it.each([
    [
      'weighting: market-cap',
      'weihting: market-cap',
      'my.yaml:6: weihting: unknown key "weihting", the nearest is "weighting"',
    ],
    ['weighting: market-cap', 'weighting: cap', 'my.yaml:6: weighting: "cap" is unknown, expected one of'],
    ['symbol: EXV1,', 'symbl: EXV1,', 'my.yaml:9: members.0.symbl: unknown key "symbl", the nearest is "symbol"'],
    ['symbol: EXV3', 'symbol: EXV1', 'my.yaml:10: members.1.symbol: "EXV1" stands twice'],
    ['sector: Technology', 'sector: banks', 'my.yaml:10: members.1.sector: sector "financials" has a fund already'],
    ['sector: Technology', 'sector: Tehcnology', 'the nearest is "technology"'],
    ['combines: [telecom]', 'combines: [tlecom]', 'my.yaml:10: members.1.combines.0: '],
    ['2020-01-02', '2000-01-03', 'my.yaml:10: members.1.lastSession: "2000-01-03" lies before firstSession'],
    ['firstSession: 2001-04-25 }', 'firstSession: 2001-02-29 }', 'my.yaml:9: members.0.firstSession: expected a date'],
    ['coverage: 0.9', 'coverage: 95', 'my.yaml:7: coverage: '],
    ['id: stoxx', 'id: spdr', 'my.yaml:1: id: "spdr" is the name of a family that is built in'],
    ['id: stoxx', '__proto__: x\nid: stoxx', 'unknown key "__proto__"'],
    ['id: stoxx', 'id: stoxx\nid: stoxx', 'my.yaml:2: '],
    ['symbol: EXV1', 'symbol: ../../etc/passwd', 'my.yaml:9: members.0.symbol: expected a ticker symbol'],
  ])('%s -> %s is refused', (from, to, message) => {
    const parse = () => parseFamilyYaml(FAMILY.replace(from, to), 'my.yaml')
    expect(parse).toThrow(ConfigError)
    expect(parse).toThrow(message)
  })

  it('a document that is no family is refused', () => {
    for (const text of ['', '[]', 'null', '1', 'members: 3'])
      expect(() => parseFamilyYaml(text, 'my.yaml')).toThrow(ConfigError)
  })
})

describe('familyNamed', () => {
  it('takes an id or a file', () => {
    const folder = temporaryFolder()
    const path = join(folder, 'my.yml')
    writeFileSync(path, FAMILY)
    expect(familyNamed(path).id).toBe('stoxx')
    expect(familyNamed('spdr').id).toBe('spdr')
    expect(() => familyNamed(join(folder, 'other.yaml'))).toThrow(ConfigError)
    expect(() => familyNamed(join(folder, 'none', 'other.yaml'))).toThrow(ConfigError)
    expect(() => familyNamed('my')).toThrow('family "my" is unknown')
  })
})
