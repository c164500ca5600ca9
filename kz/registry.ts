import type { Words } from '../facilities/define.ts'
import { adoption } from './commands/adoption.ts'
import { backup } from './commands/backup.ts'
import { backupVerify } from './commands/backup-verify.ts'
import { circleAdd } from './commands/circle-add.ts'
import { claimList } from './commands/claim-list.ts'
import { claimMake } from './commands/claim-make.ts'
import { claimRevoke } from './commands/claim-revoke.ts'
import { clockList } from './commands/clock-list.ts'
import { communityList } from './commands/community-list.ts'
import { communitySet } from './commands/community-set.ts'
import { dashboardsBuild } from './commands/dashboards-build.ts'
import { dashboardsPush } from './commands/dashboards-push.ts'
import { deviceAdd } from './commands/device-add.ts'
import { deviceBind } from './commands/device-bind.ts'
import { deviceChange } from './commands/device-change.ts'
import { deviceClock } from './commands/device-clock.ts'
import { deviceConnect } from './commands/device-connect.ts'
import { deviceImport } from './commands/device-import.ts'
import { deviceList } from './commands/device-list.ts'
import { deviceMove } from './commands/device-move.ts'
import { deviceRetire } from './commands/device-retire.ts'
import { deviceRotate } from './commands/device-rotate.ts'
import { deviceShow } from './commands/device-show.ts'
import { deviceUnbind } from './commands/device-unbind.ts'
import { deviceWatch } from './commands/device-watch.ts'
import { exemptionAdd } from './commands/exemption-add.ts'
import { exemptionList } from './commands/exemption-list.ts'
import { exemptionWithdraw } from './commands/exemption-withdraw.ts'
import { exportCommand } from './commands/export.ts'
import { facilityAdd } from './commands/facility-add.ts'
import { facilityChange } from './commands/facility-change.ts'
import { facilityList } from './commands/facility-list.ts'
import { health } from './commands/health.ts'
import { indicatorExplain } from './commands/indicator-explain.ts'
import { indicatorImport } from './commands/indicator-import.ts'
import { indicatorList } from './commands/indicator-list.ts'
import { indicatorRecompute } from './commands/indicator-recompute.ts'
import { indicatorShadow } from './commands/indicator-shadow.ts'
import { indicatorShow } from './commands/indicator-show.ts'
import { indicatorTarget } from './commands/indicator-target.ts'
import { kindCheck } from './commands/kind-check.ts'
import { kindDraft } from './commands/kind-draft.ts'
import { kindList } from './commands/kind-list.ts'
import { kindShow } from './commands/kind-show.ts'
import { kindTry } from './commands/kind-try.ts'
import { knocks } from './commands/knocks.ts'
import { ledger } from './commands/ledger.ts'
import { mappingList } from './commands/mapping-list.ts'
import { mappingRemove } from './commands/mapping-remove.ts'
import { mappingSet } from './commands/mapping-set.ts'
import { mappingShow } from './commands/mapping-show.ts'
import { quarantineExplain } from './commands/quarantine-explain.ts'
import { quarantineGroups } from './commands/quarantine-groups.ts'
import { quarantineList } from './commands/quarantine-list.ts'
import { quarantineReplay } from './commands/quarantine-replay.ts'
import { quarantineReplays } from './commands/quarantine-replays.ts'
import { ranking } from './commands/ranking.ts'
import { rectificationAdd } from './commands/rectification-add.ts'
import { rectificationClose } from './commands/rectification-close.ts'
import { rectificationList } from './commands/rectification-list.ts'
import { rectificationReply } from './commands/rectification-reply.ts'
import { reportMonthly, reportQuarterly, reportYearly } from './commands/report-file.ts'
import { reportList } from './commands/report-list.ts'
import { reportSubmit } from './commands/report-submit.ts'
import { restore } from './commands/restore.ts'
import { taskList } from './commands/task-list.ts'
import { taskShow } from './commands/task-show.ts'
import { tokenList } from './commands/token-list.ts'
import { tokenMake } from './commands/token-make.ts'
import { tokenRevoke } from './commands/token-revoke.ts'
import { waitingAccept } from './commands/waiting-accept.ts'
import { waitingList } from './commands/waiting-list.ts'
import { waitingReject } from './commands/waiting-reject.ts'
import type { Command } from './line/command.ts'

export type Registry = readonly Command[]

/** The first word of commands of two. */
export const groups: Readonly<Record<string, Words>> = {
  device: { zh: '设备：登记、更改、查看、导入、换凭证、停用。', en: 'Devices: register, change, look, import, rotate, retire.' },
  facility: { zh: '设施：登记、更改与查看。', en: 'Facilities: register, change and look.' },
  exemption: { zh: '批准停用与核准不计的中断。', en: 'Approved suspensions and excluded outages.' },
  community: { zh: '社区与村的名单。', en: 'Lists of communities and villages.' },
  circle: { zh: '生活圈。', en: 'Living circles.' },
  claim: { zh: '认领码：让陌生设备先进等候区。', en: 'Claim codes, with which an unknown device gets into the waiting room.' },
  waiting: { zh: '等候区：接纳或拒绝带认领码来的设备。', en: 'The waiting room: devices that came with a claim code.' },
  quarantine: { zh: '隔离区：被拒收的报文、原因与重放。', en: 'Quarantine: what was refused, why, and how to have it stored after all.' },
  mapping: { zh: '映射：把设备自己的字段对应到类型的字段。', en: "Mappings from a device's own fields to those of its kind." },
  kind: { zh: '设施类型：查看、起草、检查、试运行。', en: 'Facility kinds: look, draft, check, try.' },
  clock: { zh: '设备时钟。', en: "Devices' clocks." },
  indicator: {
    zh: '指标：数值、证据、目标、试算、重算、导入。',
    en: 'Indicators: values, evidence, targets, shadow runs, recomputing, import.',
  },
  rectification: { zh: '问题整改台账：登记、回复、销号。', en: 'The rectification ledger: add, reply, close.' },
  task: { zh: '工作任务。', en: 'The tasks of the work plan.' },
  report: { zh: '报告：月报、季报、年报，列出与报送。', en: 'Reports: monthly, quarterly, yearly; list and submit.' },
  backup: { zh: '备份：不停机复制数据文件夹，校验备份。', en: 'Backups of the data folder, made while it is in use, and their check.' },
  dashboards: { zh: 'Grafana 看板与告警规则。', en: 'Dashboards and alert rules for Grafana.' },
  token: { zh: '接口令牌。', en: 'API tokens.' },
}

/** Every command, in the order of the help. A new one is its file and its line here. */
export const registry: Registry = [
  deviceAdd,
  deviceList,
  deviceShow,
  deviceConnect,
  deviceImport,
  deviceRotate,
  deviceRetire,
  deviceChange,
  deviceMove,
  deviceWatch,
  deviceBind,
  deviceUnbind,
  deviceClock,
  facilityAdd,
  facilityChange,
  facilityList,
  exemptionAdd,
  exemptionList,
  exemptionWithdraw,
  communityList,
  communitySet,
  circleAdd,
  claimMake,
  claimList,
  claimRevoke,
  waitingList,
  waitingAccept,
  waitingReject,
  knocks,
  quarantineList,
  quarantineGroups,
  quarantineExplain,
  quarantineReplay,
  quarantineReplays,
  mappingList,
  mappingShow,
  mappingSet,
  mappingRemove,
  kindList,
  kindShow,
  kindDraft,
  kindCheck,
  kindTry,
  clockList,
  health,
  ledger,
  exportCommand,
  indicatorList,
  indicatorShow,
  indicatorExplain,
  indicatorTarget,
  indicatorShadow,
  indicatorImport,
  indicatorRecompute,
  ranking,
  adoption,
  rectificationList,
  rectificationAdd,
  rectificationReply,
  rectificationClose,
  taskList,
  taskShow,
  reportMonthly,
  reportQuarterly,
  reportYearly,
  reportList,
  reportSubmit,
  backup,
  backupVerify,
  restore,
  dashboardsPush,
  dashboardsBuild,
  tokenMake,
  tokenList,
  tokenRevoke,
]
