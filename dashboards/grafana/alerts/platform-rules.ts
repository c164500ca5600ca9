import { metrics } from '../data-sources.ts'
import { identifier } from '../influxql.ts'
import { uid } from '../uids.ts'
import { lateSeconds, onlyWhileCurrent, onlyWhileUp, partsUp } from './platform-condition.ts'
import { type AlertQuery, type AlertRule, above, asked, askedPrometheus, below, lastOf, math, threshold } from './rule.ts'

/** The one rule that fires when the platform is silent or a part of it is down; everything else holds its breath meanwhile. */
export const rootRuleScope = 'root'

interface Told {
  readonly name: string
  readonly title: string
  readonly severity: 'info' | 'warning' | 'critical'
  /** Not given: how long it must hold is part of the query. */
  readonly for?: string
  readonly zh: readonly [summary: string, whatToDo: string]
  readonly en: readonly [summary: string, whatToDo: string]
}

const platform = identifier('kezhong_platform')
const fleet = identifier('kezhong_fleet')
const last = (field: string): string => `last(${identifier(field)})`

/**
 * How long something must hold is part of the query and not Grafana's (alarm-query.ts says why): the value nearest to being well of as many
 * minutes, once most of them are there.
 */
function heldValue(field: string, nearest: 'min' | 'max', minutes: number): AlertQuery {
  const all = `SELECT ${nearest}(${identifier(field)}) AS "value", count(${identifier(field)}) AS "minutes" FROM ${platform} WHERE $timeFilter`
  return asked('A', `SELECT "value" FROM (${all}) WHERE $timeFilter AND "minutes" > ${minutes / 2}`, minutes * 60)
}

export const platformRules: readonly AlertRule[] = [
  {
    ...told({
      name: 'platform-silent',
      title: '刻钟平台无应答 · kezhong is silent',
      severity: 'critical',
      for: '1m',
      zh: [
        '刻钟平台在 3 分钟内没有写入状态，或网关、日志队列、处理流程、数据库之一已停止或落后一分钟以上；设备告警已冻结',
        '在服务器上执行 npm run kz -- health，按提示处理；数据保存在日志队列中，恢复后自动补写。',
      ],
      en: [
        'kezhong wrote nothing for 3 minutes, or its gateway, journal, pipeline or store is down or more than a minute behind; alerts of devices are frozen',
        'Run npm run kz -- health on the server and do what it says. The journal holds what arrives, and it is stored once all is back.',
      ],
    }),
    condition: 'C',
    data: [partsUp('A'), lastOf('B', 'A'), threshold('C', 'B', below(1))],
    noDataState: 'Alerting',
    execErrState: 'Alerting',
    labels: { source: 'kezhong', alarm: 'platform-silent', severity: 'critical', scope: rootRuleScope },
  },
  {
    ...whileUp(
      {
        name: 'lag',
        title: '数据入库滞后 · Storing lags behind',
        severity: 'warning',
        zh: [
          '最新入库的数据落后 {{ printf "%.0f" $values.B.Value }} 秒；超过一分钟设备告警即冻结',
          '查看数据库的负载和磁盘；看板“运行”显示积压的报文数。',
        ],
        en: [
          'What is stored is {{ printf "%.0f" $values.B.Value }} s behind; beyond a minute alerts of devices are frozen',
          'Look at the load and the disk of the database. The operations board shows how many messages wait.',
        ],
      },
      [heldValue('lagSeconds', 'min', 5), lastOf('B', 'A')],
      threshold('C', 'M', above(lateSeconds / 2), below(lateSeconds / 6)),
    ),
    // Later still is the root rule's: this one ends then.
    noDataState: 'OK',
  },
  whileUp(
    {
      name: 'ledger',
      title: '账目不平 · The ledger does not balance',
      severity: 'critical',
      zh: ['今日账目不平：收到的报文与入库、重复、隔离、待处理之和不等', '执行 npm run kz -- ledger 查看差额，保存日志后报告问题。'],
      en: [
        "Today's ledger does not balance: what was received is not what was stored, repeated, quarantined or waits",
        'Run npm run kz -- ledger to see the difference; keep the logs and report it.',
      ],
    },
    [heldValue('balanced', 'max', 10), lastOf('B', 'A')],
    threshold('C', 'M', below(1)),
  ),
  whileUp(
    {
      name: 'quarantine',
      title: '隔离报文增多 · More messages are quarantined',
      severity: 'warning',
      zh: ['15 分钟内超过 5% 的报文被隔离（至少 20 条）', '执行 npm run kz -- quarantine groups 查看原因；多为固件升级或映射缺失。'],
      en: [
        'More than 5 % of the messages of the last 15 minutes were quarantined (at least 20)',
        'Run npm run kz -- quarantine groups for the reasons: mostly new firmware, or a mapping that is missing.',
      ],
    },
    [
      // The counts begin anew at midnight: the difference is negative then, and raises nothing.
      asked('A', `SELECT ${last('quarantined')} - first("quarantined") AS "value" FROM ${platform} WHERE $timeFilter`, 900),
      asked('D', `SELECT ${last('received')} - first("received") AS "value" FROM ${platform} WHERE $timeFilter`, 900),
      lastOf('R', 'D'),
      lastOf('Q', 'A'),
      math('B', '$Q >= 20 && $Q > 0.05 * $R'),
    ],
    threshold('C', 'M', above(0)),
  ),
  {
    ...whileUp(
      {
        name: 'disk',
        title: '磁盘将满 · The disk fills up',
        severity: 'critical',
        zh: [
          '数据盘剩余不足 10%（{{ humanizePercentage $values.B.Value }}）',
          '清理磁盘或缩短 KZ_READINGS_DAYS、KZ_JOURNAL_DAYS；写满后网关不再确认报文。',
        ],
        en: [
          'Less than 10 % of the data disk is free ({{ humanizePercentage $values.B.Value }})',
          'Make room, or shorten KZ_READINGS_DAYS or KZ_JOURNAL_DAYS; when it is full the gateway acknowledges nothing.',
        ],
      },
      [askedPrometheus('A', 'min(max_over_time(kezhong_disk_free_bytes[10m]) / kezhong_disk_size_bytes)', metrics), lastOf('B', 'A')],
      threshold('C', 'M', below(0.1), above(0.15)),
    ),
  },
  offlineByTown(),
]

/** Counts what is really offline: what is silent because of us, and what was never heard, is `unknown`. */
function offlineByTown(): AlertRule {
  const minutes = `SELECT sum("offline") AS "offline" FROM ${fleet} WHERE $timeFilter GROUP BY time(1m), "town"`
  const all = `SELECT min("offline") AS "offline", count("offline") AS "minutes" FROM (${minutes}) WHERE $timeFilter GROUP BY "town"`
  const towns = `SELECT "offline" FROM (${all}) WHERE $timeFilter AND "minutes" > 5 GROUP BY "town"`
  return {
    ...whileUp(
      {
        name: 'offline',
        title: '设备离线 · Devices are offline',
        severity: 'warning',
        zh: [
          '{{ $labels.town }} 有 {{ printf "%.0f" $values.B.Value }} 台设备离线超过 10 分钟',
          '打开总览看板查看是哪些设备，检查其供电和网络。',
        ],
        en: [
          '{{ printf "%.0f" $values.B.Value }} devices in {{ $labels.town }} are offline for more than 10 minutes',
          'The overview board says which; look at their power and network.',
        ],
      },
      [asked('A', towns, 600), lastOf('B', 'A')],
      threshold('C', 'M', above(0)),
      onlyWhileCurrent('G'),
    ),
  }
}

/** A rule that keeps its state while the platform is down: the root rule says so already. */
function whileUp(words: Told, values: readonly AlertQuery[], condition: AlertQuery, gate: AlertQuery = onlyWhileUp('G')): AlertRule {
  return {
    ...told(words),
    condition: condition.refId,
    data: [...values, gate, lastOf('P', 'G'), math('M', '$B + 0 * $P'), condition],
    noDataState: 'KeepLast',
    execErrState: 'KeepLast',
    labels: { source: 'kezhong', alarm: words.name, severity: words.severity, scope: 'platform' },
  }
}

function told({ name, title, for: pending = '0s', zh, en }: Told): Pick<AlertRule, 'uid' | 'title' | 'for' | 'annotations'> {
  const board = name === 'offline' ? 'overview' : 'operations'
  return {
    uid: `kezhong-${name}`,
    title,
    for: pending,
    annotations: {
      ...{ summary: zh[0], summary_en: en[0], description: zh[1], description_en: en[1] },
      ...{ board: `/d/${uid('zh', board)}`, board_en: `/d/${uid('en', board)}` },
    },
  }
}
