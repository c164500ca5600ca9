import { metrics, readings, rollups } from '../data-sources.ts'

export const influxVersions = [1, 2, 3] as const
type InfluxVersion = (typeof influxVersions)[number]

/** What the environment of Grafana has to say; Grafana fills it in when it reads the file. */
const environment = {
  influxUrl: '$KZ_INFLUX_URL',
  bucket: '$KZ_INFLUX_BUCKET',
  rollupBucket: '$KZ_INFLUX_ROLLUP_BUCKET',
  prometheusUrl: '$KZ_PROMETHEUS_URL',
  /** 1.x: a user that may read. */
  user: '$KZ_GRAFANA_INFLUX_USER',
  password: '$__file{/run/secrets/grafana-influx-token}',
  /** 2.x and 3.x: a token that may read. */
  token: 'Token $__file{/run/secrets/grafana-influx-token}',
} as const

/** The databases of one major version, asked in InfluxQL. */
export const influxDataSources = (version: InfluxVersion) => ({
  apiVersion: 1,
  datasources: [
    influx({ ...readings, name: '刻钟读数 · kezhong readings', isDefault: true }, environment.bucket, version),
    influx({ ...rollups, name: '刻钟小时与日值 · kezhong rollups', isDefault: false }, environment.rollupBucket, version),
  ],
})

export const prometheusDataSource = () => ({
  apiVersion: 1,
  datasources: [
    {
      ...{ name: '刻钟运行指标 · kezhong metrics', ...metrics, orgId: 1, access: 'proxy', url: environment.prometheusUrl },
      ...{ isDefault: false, editable: false, jsonData: { httpMethod: 'POST', timeInterval: '15s' } },
    },
  ],
})

function influx(source: { uid: string; type: string; name: string; isDefault: boolean }, dbName: string, version: InfluxVersion) {
  const { name, type, uid, isDefault } = source
  const common = { dbName, httpMode: 'POST', timeInterval: '15s' }
  const access =
    version === 1
      ? { user: environment.user, jsonData: common, secureJsonData: { password: environment.password } }
      : { jsonData: { ...common, httpHeaderName1: 'Authorization' }, secureJsonData: { httpHeaderValue1: environment.token } }
  return { ...{ name, type, uid, orgId: 1, access: 'proxy', url: environment.influxUrl, isDefault, editable: false }, ...access }
}
