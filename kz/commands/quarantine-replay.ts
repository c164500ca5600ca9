import { agreed } from '../agreed.ts'
import { inPath } from '../http/api.ts'
import { finished } from '../job.ts'
import type { Kz } from '../kz.ts'
import { usageError } from '../kz-error.ts'
import { defineCommand, flag, list } from '../line/command.ts'
import { seeHelp } from '../line/see-help.ts'
import { pathFilter, quarantineFilter } from '../quarantine-filter.ts'
import { type ReplayJob, tellRefusals } from '../replay-job.ts'

type Meant = { readonly ids: readonly string[] } | { readonly filter: Readonly<Record<string, string | undefined>> }

export const quarantineReplay = defineCommand({
  name: 'quarantine replay',
  summary: {
    zh: '让被拒收的报文按现在的定义、映射和登记重走一遍',
    en: 'Let refused messages go their way again, by the definitions, mappings and register of now',
  },
  more: {
    zh: '保留原始时间；重复执行不会改变任何东西。不加 --yes 时先试算，再询问。',
    en: 'Original times are kept; done twice it changes nothing. Without --yes it first says what would become of them, and asks.',
  },
  options: {
    ids: list('A,B', '只重放这些编号，逗号分隔', 'only these, separated by commas'),
    ...quarantineFilter,
    path: pathFilter,
    all: flag('隔离区的全部', 'everything in quarantine'),
    dryRun: flag('只试算，不入库', 'only say what would become of them'),
    yes: flag('不试算、不询问，直接重放', 'replay without a dry run and without asking'),
  },
  example: 'quarantine replay --device my-freezer --dry-run',
  async run({ ids, device, kind, code, path, from, to, all, dryRun, yes }, kz) {
    const meant = meantBy(ids, { device, kind, code, path, from, to }, all)
    if (dryRun || (!yes && !kz.isJson)) {
      const tried = await replay(kz, meant, true)
      tell(kz, tried)
      if (dryRun || tried.stored + tried.duplicate === 0) return
    }
    if (!(await agreed(kz, yes, { zh: '现在重放？', en: 'Replay them now?' }))) return 1
    tell(kz, await replay(kz, meant, false))
  },
})

function meantBy(ids: readonly string[] | undefined, filter: Readonly<Record<string, string | undefined>>, all: boolean): Meant {
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const ways = [ids !== undefined, isFiltered, all].filter(Boolean).length
  if (ways === 1) return ids ? { ids } : { filter }
  throw usageError(
    ways === 0
      ? { zh: '请说明要重放哪些：--ids、筛选条件，或 --all。', en: 'Say which are meant: --ids, a filter, or --all.' }
      : { zh: '--ids、筛选条件与 --all 只能用一种。', en: 'Give --ids, or a filter, or --all: only one of them.' },
    { hint: seeHelp('quarantine replay') },
  )
}

async function replay(kz: Kz, meant: Meant, dryRun: boolean): Promise<ReplayJob> {
  const begun = await kz.api.post<ReplayJob>('/quarantine/replay', { ...meant, dryRun })
  const what = dryRun ? { zh: '试算', en: 'dry run' } : { zh: '重放', en: 'replay' }
  return finished(kz, begun, `/quarantine/replays/${inPath(begun.id)}`, what)
}

function tell(kz: Kz, job: ReplayJob): void {
  if (kz.isJson) return kz.out.json(job)
  kz.out.line(kz.say(job.message))
  tellRefusals(kz, job.refusals)
}
