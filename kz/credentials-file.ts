import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import type { Credentials } from './connect.ts'
import type { Kz } from './kz.ts'
import { usageError } from './kz-error.ts'

export interface SecretFile {
  write(text: string): void
  /** Nothing came of it: the file goes. */
  discard(): void
}

/** A new file that only its owner can read; one that is there already is not touched. */
export function secretFile(path: string): SecretFile {
  const file = opened(path)
  return {
    write(text) {
      writeSync(file, text)
      fsyncSync(file)
      closeSync(file)
    },
    discard() {
      closeSync(file)
      rmSync(path, { force: true })
    },
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw code === 'EEXIST'
      ? usageError({ zh: `${path} 已存在，请换一个文件名。`, en: `${path} is there already: choose another name.` }, { cause })
      : usageError({ zh: `无法创建 ${path}（${code}）。`, en: `${path} cannot be made (${code}).` }, { cause })
  }
}

/** False when the disk would not take them: then they must be shown, or they are lost. */
export function keepCredentials(kz: Kz, file: SecretFile, credentials: readonly Credentials[]): boolean {
  try {
    file.write(`${credentialLines(credentials).join('\n')}\n`)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    kz.out.note(
      kz.say({
        zh: `凭证文件写入失败（${code}），改为在此显示。`,
        en: `The file did not take the credentials (${code}); they are shown here.`,
      }),
    )
    return false
  }
}

/** CSV, as npm run sim and replay take it. */
export const credentialLines = (credentials: readonly Credentials[]): string[] => [
  'username,password',
  ...credentials.map(({ username, password }) => `${cell(username)},${cell(password)}`),
]

const cell = (text: string): string => (/[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text)
