import { describe, expect, it } from 'vitest'
import { ArtifactError, ConfigError, DataError, ShapeError } from '../../src/core/errors.js'

describe('errors', () => {
  it('are told apart by class and by name', () => {
    const errors = [ConfigError, ShapeError, ArtifactError].map((Kind) => new Kind('what is wrong'))
    expect(errors.map((error) => error.name)).toEqual(['ConfigError', 'ShapeError', 'ArtifactError'])
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error)
      expect(error.message).toBe('what is wrong')
    }
    expect(errors[0]).not.toBeInstanceOf(ShapeError)
    expect(new DataError({ file: 'a.csv' }, 'x').name).toBe('DataError')
  })

  it('a DataError names as much of file, line and field as is known', () => {
    expect(new DataError({ file: 'a.csv' }, 'is empty').message).toBe('a.csv: is empty')
    expect(new DataError({ file: 'a.csv', line: 7 }, 'is odd').message).toBe('a.csv:7: is odd')
    expect(new DataError({ file: 'a.csv', field: 'Date' }, 'is odd').message).toBe('a.csv: Date: is odd')
    const full = new DataError({ file: 'a.csv', line: 7, field: 'Close' }, '"x" is not a number')
    expect(full.message).toBe('a.csv:7: Close: "x" is not a number')
    expect(full.location).toEqual({ file: 'a.csv', line: 7, field: 'Close' })
  })
})
