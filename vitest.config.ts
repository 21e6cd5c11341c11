import { defineConfig } from 'vitest/config'

// The configuration is what the tool asks for by default export; the project's own modules have none.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
    coverage: { include: ['src/**', 'models/**', 'datasets/**', 'pipelines/**'] },
  },
})
