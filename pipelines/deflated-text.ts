import { numberText } from '../src/export/number-text.js'
import type { SearchedSharpe } from '../src/overfit/searched-sharpe.js'

/** What passes for evidence: the usual level of a deflated Sharpe ratio. */
const EVIDENCE = 0.95

/**
 * The deflated Sharpe ratio by every count of the trials, and what the strictest says of a subject.
 * @param noun - what was tried, in the plural
 */
export function deflatedText(searched: SearchedSharpe, noun: string, subject: string): string {
  const { byCount, byCorrelation, byEigenvalues, deflatedSharpe } = searched
  const counts = [
    `${numberText(byCount.deflatedSharpe, 3)} with its ${byCount.trials} ${noun} as trials`,
    `${numberText(byCorrelation.deflatedSharpe, 3)} with ${numberText(byCorrelation.trials, 1)} by their average correlation`,
    `${numberText(byEigenvalues.deflatedSharpe, 3)} with ${numberText(byEigenvalues.trials, 1)} by eigenvalues`,
  ]
  return `${counts.join(', ')}: ${deflatedSharpe > EVIDENCE ? '' : 'no '}evidence of ${subject}`
}
