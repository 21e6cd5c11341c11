import { ConfigError } from '../core/errors.js'
import type { FoldTransform } from './fold-transform.js'
import { outlierIndex } from './outlier-index.js'
import { pca } from './pca.js'

/**
 * The transform of a name as it stands in trained models.
 * @throws ConfigError for an unknown name
 */
export function foldTransformOf(name: string): FoldTransform {
  if (name === outlierIndex.name) return outlierIndex
  const components = /^pca_([1-9]\d{0,4})$/.exec(name)?.[1]
  if (components !== undefined) return pca(Number(components))
  throw new ConfigError(`transform "${name}" is unknown, expected ${outlierIndex.name} or pca_<components>`)
}

/**
 * Names of the features after transforms.
 * @throws ConfigError when one of them does not fit what the ones before it leave
 */
export function transformedNames(
  transforms: readonly FoldTransform[],
  featureNames: readonly string[],
): readonly string[] {
  return transforms.reduce((names, transform) => transform.names(names), featureNames)
}
