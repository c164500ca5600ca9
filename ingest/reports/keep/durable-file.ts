import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** On disk when it resolves. */
export async function writeDurably(path: string, bytes: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Old or new, whole in any case, whatever dies in the middle. */
export async function replaceDurably(path: string, bytes: string | Uint8Array): Promise<void> {
  await writeDurably(`${path}.new`, bytes)
  await rename(`${path}.new`, path)
  await syncFolder(dirname(path))
}

/** Makes a rename last. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
