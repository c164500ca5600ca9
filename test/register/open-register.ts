import { join } from 'node:path'
import { RegisterFault } from '../../register/fault.ts'
import { Register } from '../../register/register.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** A time of the tests: 2026-03-01 00:00 in Taicang. */
export const start = Date.UTC(2026, 1, 28, 16)
export const hour = 3_600_000

export interface Opened {
  register: Register
  path: string
  /** The register's clock; it stands still until a test turns it. */
  clock: { now: number }
}

/** A register on a file of its own, stopped after the test. */
export async function openRegister(): Promise<Opened> {
  const path = join(await tempFolder(), 'register.sqlite')
  const clock = { now: start }
  return { register: openAgain(path, clock), path, clock }
}

/** The same file once more, as another process has it. */
export function openAgain(path: string, clock = { now: start }): Register {
  const register = new Register(path, { now: () => clock.now })
  register.start()
  whenDone(() => register.stop())
  return register
}

/** Two estates in two towns, `east` with a circle, and a locker and a charger in `east`. */
export async function openFurnished(): Promise<Opened> {
  const opened = await openRegister()
  const { register } = opened
  register.addFacility({ id: 'east', name: '东区小区', town: 'loudong', circles: ['yulong', 'huiyang'] })
  register.addFacility({ id: 'west', name: '西区小区', town: 'chengxiang' })
  register.addDevice({ id: 'locker-1', kind: 'locker', facility: 'east', model: 'L84', vendor: 'ACME' })
  register.addDevice({ id: 'charger-1', kind: 'charger', facility: 'east' })
  return opened
}

/** The fault with which something is refused. */
export function faultOf(refused: () => unknown): RegisterFault {
  try {
    refused()
  } catch (error) {
    if (error instanceof RegisterFault) return error
    throw error
  }
  throw new Error('nothing was refused')
}

export async function faultOfPromise(refused: Promise<unknown>): Promise<RegisterFault> {
  const error = await refused.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof RegisterFault) return error
  throw error
}
