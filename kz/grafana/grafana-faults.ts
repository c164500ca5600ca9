// What can be wrong with a Grafana, each as a sentence and what to do about it.
import { KzError } from '../kz-error.ts'
import { printable } from '../terminal/printable.ts'

const makeToken = {
  zh: '在 Grafana 的 管理 → 用户与访问 → 服务账户 中创建令牌（角色 Editor；告警规则需 Admin），放入 KZ_GRAFANA_TOKEN',
  en: 'make one in Grafana under Administration → Users and access → Service accounts (role Editor; Admin for alert rules) and put it into KZ_GRAFANA_TOKEN',
}

export const noToken = (url: string): KzError =>
  new KzError({ zh: `缺少 ${url} 的令牌。`, en: `There is no token for ${url}.` }, { hint: makeToken, exitCode: 2 })

export const wrongToken = (url: string): KzError =>
  new KzError(
    { zh: `${url} 不接受此令牌（错误、已过期或已删除）。`, en: `${url} does not accept the token: it is wrong, expired or deleted.` },
    { hint: makeToken },
  )

export const hasNoRight = (request: string, said: string): KzError =>
  new KzError(
    { zh: `令牌的权限不足（${request}）。`, en: `The token may not do this (${request}).` },
    { hint: makeToken, faults: said === '' ? [] : [printable(said)] },
  )

export const noGrafana = (url: string): KzError =>
  new KzError(
    { zh: `${url} 的应答不像 Grafana。`, en: `What answers at ${url} does not look like Grafana.` },
    {
      hint: {
        zh: '请检查地址；Grafana 若在子路径下，地址要包含它',
        en: 'check the address; where Grafana is below a path, the path belongs to it',
      },
    },
  )

export function unreachable(url: string, cause: unknown): KzError {
  const { name, message, cause: inner } = cause as { name?: string; message?: string; cause?: { code?: string } }
  const why = name === 'TimeoutError' ? 'timeout' : (inner?.code ?? message ?? '')
  return new KzError(
    { zh: `无法连接 Grafana ${url}（${why}）。`, en: `Grafana cannot be reached at ${url} (${why}).` },
    {
      hint: {
        zh: '请确认它正在运行，并检查 --grafana 或 KZ_GRAFANA_URL',
        en: 'make sure that it runs, and check --grafana or KZ_GRAFANA_URL',
      },
      cause,
    },
  )
}

export const refused = (request: string, status: number, said: string): KzError =>
  new KzError(
    { zh: `Grafana 拒绝了 ${request}（HTTP ${status}）。`, en: `Grafana refused ${request} (HTTP ${status}).` },
    { hint: hintOf(status), faults: said === '' ? [] : [printable(said)] },
  )

function hintOf(status: number) {
  if (status === 412) {
    return {
      zh: '有人同时修改了它，或同一文件夹中已有同名看板：请再执行一次；仍不行则在 Grafana 中改名',
      en: 'somebody changed it meanwhile, or a dashboard of this title is in the folder: run this again, or rename that one in Grafana',
    }
  }
  if (status === 400 || status === 409) {
    return {
      zh: '由配置文件（provisioning）管理的看板与规则不能这样修改：请更新文件，或从 provisioning 中移除',
      en: 'what comes from provisioning files cannot be changed this way: change the files, or take it out of them',
    }
  }
  return { zh: '请查看 Grafana 的日志', en: 'look at the log of Grafana' }
}
