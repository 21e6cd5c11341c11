import { feedFormatOf } from '../../datasets/feeds/feed-formats.js'
import { FRED_RELEASE_LAGS } from '../../datasets/macro/release-lag-table.js'
import { findReleaseLag, parseReleaseLag } from '../../datasets/macro/release-lags.js'
import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { vintageTransform } from '../../src/panel/vintage-transforms.js'
import type { Experiment } from '../experiment-schema.js'
import { located } from '../located.js'
import type { YamlSource } from '../yaml-source.js'
import type { FeedConfig } from './feed-schema.js'
import { measureOf } from './fundamentals-feed.js'
import type { MacroConfig } from './macro-feed.js'

/** @throws ConfigError for a column that a named format does not have */
function requireValue(format: string, value: string): void {
  const { values } = feedFormatOf(format)
  if (values !== undefined && !values.includes(value))
    throw new ConfigError(
      `"${value}" is no column of format "${format}", the nearest is "${nearestName(value, values) ?? ''}"`,
    )
}

/** @throws ConfigError for words that are no lag, and for vintages, which say themselves when they were known */
function requireLag({ source, series }: MacroConfig, lag: string): void {
  if (source === 'fred-md') throw new ConfigError('has no effect on vintages, which say what was known: leave it out')
  parseReleaseLag(series, lag)
}

/** The checks of one feed, by the key that each is about. */
function checksOf(config: FeedConfig): Readonly<Record<string, () => unknown>> {
  const transform = (): unknown => vintageTransform(config.transform)
  switch (config.source) {
    case 'fundamentals':
      return { transform, field: () => measureOf(config.field) }
    case 'dated': {
      const { format, value } = config
      if (format === undefined) return { transform }
      return { transform, format: () => feedFormatOf(format), value: () => requireValue(format, value) }
    }
    case 'foreign-flow':
    case 'text':
      return { transform }
    default: {
      const { lag, series } = config
      if (lag !== undefined) return { transform, lag: () => requireLag(config, lag) }
      return config.source === 'fred'
        ? { transform, series: () => findReleaseLag(FRED_RELEASE_LAGS, series) }
        : { transform }
    }
  }
}

/**
 * Checks what can be known of feeds without their files.
 * @throws ConfigError naming file, line and field
 */
export function checkFeeds({ feeds }: Experiment, source: YamlSource): void {
  for (const [name, config] of Object.entries(feeds))
    for (const [key, check] of Object.entries(checksOf(config))) located(source, ['feeds', name, key], check)
}
