import { show } from '../kz.ts'
import { defineCommand, text, whole } from '../line/command.ts'
import { pairs } from '../terminal/table.ts'
import { localTime } from '../terminal/times.ts'

interface Made {
  readonly id: string
  readonly code: string
  readonly expires: string
}

export const claimMake = defineCommand({
  name: 'claim make',
  summary: {
    zh: '生成一次性认领码，让一台未登记的设备先进等候区',
    en: 'Make a one-time code with which an unregistered device gets into the waiting room',
  },
  options: {
    device: text('ID', '只给这个设备编号用', 'for a device of this id only'),
    kind: text('KIND', '预定类型', 'the kind it will be'),
    facility: text('FACILITY', '预定设施', 'the facility it will stand in'),
    model: text('MODEL', '型号', 'model'),
    vendor: text('VENDOR', '厂商', 'vendor'),
    hours: whole('N', [1, 720], '有效小时数（默认 24）', 'for how many hours a device may come by it (24)'),
  },
  example: 'claim make --kind freezer --facility chengxiang-estate-01',
  async run({ device, kind, facility, model, vendor, hours }, kz) {
    const made = await kz.api.post<Made>('/claims', { device, kind, facility, model, vendor, hours })
    show(kz, made, ({ id, code, expires }) => {
      pairs(kz.out, [
        [kz.say({ zh: '认领码', en: 'code' }), code],
        [kz.say({ zh: '编号', en: 'id' }), id],
        [kz.say({ zh: '有效至', en: 'expires' }), localTime(expires, kz.zone)],
      ])
      kz.out.line(
        kz.say({
          zh: '认领码只显示这一次：设备以自己的编号为用户名、认领码为密码连接，然后在 waiting list 中等待接纳。',
          en: 'The code is shown this once only: the device signs in with its id as the user name and the code as the password, and then waits in waiting list.',
        }),
      )
    })
  },
})
