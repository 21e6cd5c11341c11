import { describe, expect, it } from 'vitest'
import { ShapeError } from '../../src/core/errors.js'
import { columnOf, createMatrix, matrixOver, rowOf, selectColumns, sliceRows, viewRows } from '../../src/core/matrix.js'

const matrix = matrixOver(3, 2, Float64Array.of(1, 2, 3, 4, 5, 6))

describe('matrix', () => {
  it('a new matrix is missing everywhere unless told otherwise', () => {
    expect([...createMatrix(1, 3).data]).toEqual([NaN, NaN, NaN])
    expect([...createMatrix(2, 1, 0).data]).toEqual([0, 0])
    expect([...createMatrix(2, 1, 7).data]).toEqual([7, 7])
    expect(createMatrix(0, 4)).toEqual({ rows: 0, cols: 4, data: new Float64Array(0) })
  })

  it('a matrix over an array shares it, and refuses another length', () => {
    const data = Float64Array.of(1, 2)
    const over = matrixOver(1, 2, data)
    data[0] = 9
    expect(over.data[0]).toBe(9)
    expect(() => matrixOver(2, 2, data)).toThrow(ShapeError)
    expect(() => matrixOver(2, 2, data)).toThrow('matrixOver: 2 elements, expected 2 x 2 = 4')
  })

  it('a row is a view, a column a copy', () => {
    const own = matrixOver(3, 2, matrix.data.slice())
    rowOf(own, 1)[0] = 30
    columnOf(own, 1)[0] = 99
    expect([...own.data]).toEqual([1, 2, 30, 4, 5, 6])
    expect([...rowOf(matrix, 2)]).toEqual([5, 6])
    expect([...columnOf(matrix, 1)]).toEqual([2, 4, 6])
  })

  it('views rows without a copy', () => {
    const own = matrixOver(3, 2, matrix.data.slice())
    const view = viewRows(own, 1, 3)
    view.data[0] = 30
    expect(own).toEqual(matrixOver(3, 2, Float64Array.of(1, 2, 30, 4, 5, 6)))
    expect(view).toEqual(matrixOver(2, 2, Float64Array.of(30, 4, 5, 6)))
    expect(viewRows(own, 2, 2)).toEqual({ rows: 0, cols: 2, data: new Float64Array(0) })
  })

  it('slices rows and selects columns as copies, in the order asked', () => {
    const slice = sliceRows(matrix, 1, 3)
    expect(slice).toEqual(matrixOver(2, 2, Float64Array.of(3, 4, 5, 6)))
    slice.data[0] = 0
    expect(matrix.data[2]).toBe(3)
    expect(sliceRows(matrix, 2, 2)).toEqual({ rows: 0, cols: 2, data: new Float64Array(0) })
    expect(selectColumns(matrix, [1, 0, 1])).toEqual(matrixOver(3, 3, Float64Array.of(2, 1, 2, 4, 3, 4, 6, 5, 6)))
    expect(selectColumns(matrix, [])).toEqual({ rows: 3, cols: 0, data: new Float64Array(0) })
  })
})
