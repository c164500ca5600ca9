/** Why a device is in the state it is in, for people. */
export const stateCauses = {
  'never-heard': { zh: '尚未收到任何报文', en: 'nothing has been heard of it yet' },
  connected: { zh: '已连接', en: 'it connected' },
  reading: { zh: '收到读数', en: 'a reading came' },
  reported: { zh: '设备自己报告', en: 'the device said so' },
  goodbye: { zh: '设备正常断开', en: 'it disconnected in good order' },
  'connection-broke': { zh: '连接中断', en: 'its connection broke' },
  'no-readings': { zh: '连续三个周期没有读数', en: 'no reading for three intervals' },
  refused: { zh: '因违规发布被断开', en: 'the gateway closed its connection for a breach of the rules' },
} as const

export type StateCause = keyof typeof stateCauses
