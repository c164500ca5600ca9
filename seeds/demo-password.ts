import { createHmac } from 'node:crypto'

/** Password of a demo device: register and device-sim compute it each for itself from the secret of this installation. */
export const demoPassword = (secret: string, id: string): string => createHmac('sha256', secret).update(id).digest('base64url')
