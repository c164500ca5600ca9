import { environmentWithFile } from '../settings/environment.ts'
import { run } from './run.ts'

// Credentials that are written to a file are nobody else's business.
process.umask(0o077)

// Whoever reads us (head, less) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.stderr.on('error', () => {}) // nobody is left to complain to

process.exitCode = await run({
  args: process.argv.slice(2),
  environment: environmentWithFile(process.env),
  // npm changes to the folder of the package, files are named from where one stands.
  folder: (process.env.npm_lifecycle_event === 'kz' && process.env.INIT_CWD) || process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
})
