import fc from 'fast-check'
import type { Observation } from '../../src/panel/observations.js'

/** Few days, so that revisions, withdrawals and ties are common. */
const observation: fc.Arbitrary<Observation> = fc.record({
  valid: fc.integer({ min: 0, max: 12 }),
  known: fc.integer({ min: 0, max: 20 }),
  value: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -5, max: 5 }) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  ),
})

/** Releases, revisions and withdrawals of one series in any order. */
export const observationLists: fc.Arbitrary<Observation[]> = fc.array(observation, { maxLength: 40 })

/** The same, each pair of days at most once: which of two equal pairs counts depends on their order. */
export const distinctObservations: fc.Arbitrary<Observation[]> = fc.uniqueArray(observation, {
  maxLength: 40,
  selector: ({ valid, known }) => `${valid} ${known}`,
})

/** What stands of each valid day at the close of a day, by the definition: its newest release, the later of two in the list. */
export function definitionAsOf(list: readonly Observation[], asOf: number): Map<number, Observation> {
  const standing = new Map<number, Observation>()
  for (const each of list) {
    const other = standing.get(each.valid)
    if (each.known <= asOf && (other === undefined || each.known >= other.known)) standing.set(each.valid, each)
  }
  return standing
}
