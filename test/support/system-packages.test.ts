import { expect, it } from 'vitest'
import { instruction, missingPackages } from './system-packages.ts'
import { tempFolder } from './temp-folder.ts'

it('what the tests need is here', async () => {
  expect(await missingPackages()).toEqual([])
})

it('all that is missing is named in one error, with the command to type', async () => {
  const missing = await missingPackages(await tempFolder())

  expect(instruction(missing)).toBe(
    'The tests need influxd, victoria-metrics, prometheus, promtool, mosquitto_pub, mosquitto_sub, openssl, python3, chromium, fc-list, pdftotext, pdffonts, which are not on this machine.\n' +
      'On Debian or Ubuntu type: sudo apt-get update && sudo apt-get install -y --no-install-recommends influxdb victoria-metrics prometheus mosquitto-clients openssl python3 chromium fontconfig poppler-utils',
  )
})
