import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** A disk of its own of so many bytes, gone after the test. */
export async function smallDisk(bytes: number): Promise<string> {
  const folder = await tempFolder()
  mount(folder, bytes)
  whenDone(() => unmount(folder))
  return folder
}

/** Whether this user may mount one. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'kezhong-'))
  try {
    mount(folder, 65_536)
    unmount(folder)
    return true
  } catch {
    return false
  } finally {
    rmdirSync(folder)
  }
}

const mount = (folder: string, bytes: number): void => run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'kezhong-test', folder)

/** Lazily, for a test that failed may have left files open. */
const unmount = (folder: string): void => run('umount', '-l', folder)

const run = (command: string, ...args: string[]): void => void execFileSync(command, args, { stdio: 'pipe' })
