import { ensureSystemPackages } from './system-packages.ts'

/** Runs once before all tests. Whatever they need is there, or one error says what to do: no test is skipped. */
export async function setup(): Promise<void> {
  const [major] = process.versions.node.split('.')
  if (Number(major) < 24)
    throw new Error(`The tests run on Node 24, this is ${process.version}. Type "npm test", which uses the one of node_modules.`)
  await ensureSystemPackages()
}
