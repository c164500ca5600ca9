import type { Device, Register } from '../../../register/register.ts'
import { Problem } from '../problem.ts'

/** Retired ones too: what they reported stays. */
export function neededDevice(register: Register, id: string): Device {
  const device = register.device(id)
  if (!device) throw new Problem('device-not-found', { words: { id } })
  return device
}
