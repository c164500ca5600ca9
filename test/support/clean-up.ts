// Helpers own their clean-up: in a test it runs when the test is over, in beforeAll when the file is over.
// Outside vitest (the benchmark) whoever uses a helper calls cleanUp() itself.

type CleanUp = () => Promise<unknown> | unknown

const vitest = process.env.VITEST ? await import('vitest') : undefined
const pending: CleanUp[] = []

vitest?.afterAll(cleanUp)

export function whenDone(step: CleanUp): void {
  if (vitest?.TestRunner.getCurrentTest()) vitest.onTestFinished(async () => void (await step()))
  else pending.push(step)
}

/** Undoes in reverse order. One that fails does not keep the others from running. */
export async function cleanUp(): Promise<void> {
  const failures: unknown[] = []
  for (const step of pending.splice(0).reverse()) {
    await Promise.resolve()
      .then(step)
      .catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'cleaning up failed')
}
