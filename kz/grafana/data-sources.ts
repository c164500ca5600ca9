import { metrics, readings, rollups } from '../../dashboards/grafana/data-sources.ts'
import type { Words } from '../../facilities/define.ts'
import { KzError } from '../kz-error.ts'
import type { Grafana } from './grafana.ts'

/** Throws for a database that dashboards cannot do without; gives those they can. */
export async function missingSources(grafana: Grafana): Promise<string[]> {
  const missing: string[] = []
  for (const { uid } of [readings, rollups, metrics])
    if ((await grafana.find(`/api/datasources/uid/${uid}`)) === undefined) missing.push(uid)
  const needed = missing.filter((uid) => uid !== metrics.uid)
  if (needed.length > 0) throw noSource(needed)
  return missing
}

const noSource = (uids: readonly string[]): KzError =>
  new KzError(
    {
      zh: `Grafana 中没有数据源 ${uids.join('、')}。`,
      en: `Grafana lacks ${uids.length === 1 ? 'the data source' : 'the data sources'} ${uids.join(', ')}.`,
    },
    { hint: howToMakeSources },
  )

export const howToMakeSources: Words = {
  zh: '把 dashboards build 生成的 provisioning/datasources/ 放入 Grafana 的 provisioning 文件夹并重启；或在 Grafana 中手工添加（InfluxDB 选 InfluxQL），uid 必须与此相同',
  en: "put provisioning/datasources/ of what dashboards build writes into Grafana's provisioning folder and restart it; or add them by hand (InfluxDB with InfluxQL), under exactly these uids",
}
