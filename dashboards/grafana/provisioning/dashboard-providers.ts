import { languages } from '../language.ts'
import { folders } from '../uids.ts'

/** Where Grafana finds the generated dashboards: a folder of this path for each language. */
const dashboardsPath = '/etc/kezhong/dashboards'

export const dashboardProviders = () => ({
  apiVersion: 1,
  providers: languages.map((language) => ({
    name: folders[language].uid,
    orgId: 1,
    folder: folders[language].title,
    folderUid: folders[language].uid,
    type: 'file',
    disableDeletion: false,
    updateIntervalSeconds: 60,
    allowUiUpdates: false,
    options: { path: `${dashboardsPath}/${language}` },
  })),
})
