import type { Words } from '../../facilities/define.ts'
import { type Enrolled, forOption, tellCredentials } from '../connect.ts'
import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, positional, text } from '../line/command.ts'

export const waitingAccept = defineCommand({
  name: 'waiting accept',
  summary: { zh: '接纳等候的设备：登记并发给凭证', en: 'Accept a waiting device: it is registered and gets its credential' },
  positionals: { id: positional('ID', '编号，见 waiting list', 'its id, from waiting list') },
  options: {
    kind: text('KIND', '设施类型，不填则按认领码或设备主题', 'facility kind; as the claim or its topics say when not given'),
    facility: text('FACILITY', '所在设施，不填则按认领码', 'the facility it stands in; as the claim says when not given'),
    model: text('MODEL', '型号', 'model'),
    vendor: text('VENDOR', '厂商', 'vendor'),
    for: forOption,
  },
  example: 'waiting accept my-freezer --kind freezer --facility chengxiang-estate-01',
  async run({ id, kind, facility, model, vendor, for: only }, kz) {
    const answer = await kz.api.post<Enrolled & { delivered: boolean; messages: number }>(`/waiting/${inPath(id)}/accept`, {
      kind,
      facility,
      model,
      vendor,
    })
    show(kz, answer, () => {
      const told = answer.delivered
        ? { zh: `已接纳 ${id}，凭证已发给设备。`, en: `${id} is accepted and has been given its credential.` }
        : {
            zh: `已接纳 ${id}；设备下次带认领码连接时领取凭证。`,
            en: `${id} is accepted and gets its credential when it next comes with its code.`,
          }
      if (only === undefined) kz.out.line(kz.say(told))
      tellCredentials(kz, answer, only)
      if (answer.messages > 0 && only === undefined) kz.out.line(kz.say(toBeReplayed(id, answer.messages)))
    })
  },
})

const toBeReplayed = (id: string, messages: number): Words => ({
  zh: `等候期间发来的 ${messages} 条报文在隔离区，入库请用：quarantine replay --device ${id}`,
  en: `What it sent while it waited (${messages}) is in quarantine; to have it stored: quarantine replay --device ${id}`,
})
