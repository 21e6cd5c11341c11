import { describe, expect, it } from 'vitest'
import { fileKindOf } from '../../../datasets/inspect/file-kind.js'

const kindOf = (name: string, text: string): string => fileKindOf(name, new TextEncoder().encode(text))

describe('fileKindOf', () => {
  it.each([
    ['XLK.csv', 'Date,Open,High,Low,Close,Volume,ticker\n', 'bars'],
    ['A_data.CSV', 'date,open,high,low,close,volume,Name\n', 'bars'],
    ['x.csv', '\uFEFFDate,Open,High,Low,Close,Volume,Symbol\n', 'bars-long'],
    ['x.csv', '"Date","Price","Open","High","Low","Vol.","Change %"\n', 'bars'],
    ['x.txt', '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n', 'bars'],
    ['x.csv', 'Datum;Date;Open;High;Low;Close;Volume\n', 'bars'],
    ['CPI.csv', 'DATE,CPI\n', 'fred'],
    ['CPI.csv', 'observation_date,CPI\n', 'fred'],
    ['fred-md-2023-05.csv', 'sasdate,RPI\n', 'fred-md'],
    ['s.csv', 'Date,SP500,Dividend,Earnings,Consumer Price Index,PE10\n', 'shiller'],
    ['2018-02-08.csv', 'Symbol,Name,Sector,Price,Market Cap\n', 'fundamentals'],
    ['c.csv', 'Symbol,Security,GICS Sector\n', 'members'],
    ['FPT.csv', 'date,NgÃ\u00a0y,NN mua\n', 'flow'],
    ['10.csv', '  Average Value Weighted Returns -- Monthly\n,NoDur\n192607,1.0\n', 'french'],
    ['10d.csv', ',NoDur,Durbl\n19260701,   0.02,  -0.28\n', 'french'],
    ['FF.CSV', 'This file was created using the 202412 CRSP database.\n', 'french'],
    ['p.xlsx', 'PK', 'workbook'],
    ['README.md', 'Date,Open,High,Low,Close,Volume\n', 'other'],
    ['x.csv', 'a,b,c\n', 'other'],
    ['x.csv', '', 'other'],
    ['x.csv', '__proto__,constructor\n', 'other'],
  ])('%s %j is %s', (name, text, kind) => {
    expect(kindOf(name, text)).toBe(kind)
  })

  it('a file of another encoding still tells what it claims to be', () => {
    const text = 'Date,Open,High,Low,Close,Volume\n'
    const plain = [...new TextEncoder().encode(text)]
    const utf16 = new Uint8Array([0xff, 0xfe, ...plain.flatMap((code) => [code, 0])])
    const big = new Uint8Array([0xfe, 0xff, ...plain.flatMap((code) => [0, code])])
    const latin = new Uint8Array([...plain, 0xe9, 10])
    for (const bytes of [utf16, big, latin]) expect(fileKindOf('x.csv', bytes)).toBe('bars')
  })
})
