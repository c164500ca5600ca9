import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Real brokers, databases and processes: each test file has a process of its own, and few of them at once.
    pool: 'forks',
    maxWorkers: 2,
    // Real servers and processes on a busy machine: in CI a test may try once more, and vitest says which did.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
})
