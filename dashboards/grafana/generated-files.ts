import type { FacilityKind } from '../../facilities/define.ts'
import { dashboardsOf } from './dashboards.ts'
import { languages } from './language.ts'
import { provisioningFiles } from './provisioning/provisioning-files.ts'
import { demoSite, type Site } from './site.ts'

/** Every generated file by its path below dashboards/grafana/generated/. */
export function generatedFiles(kinds: readonly FacilityKind[], site: Site = demoSite): Map<string, string> {
  const files = new Map<string, string>()
  for (const language of languages) {
    for (const dashboard of dashboardsOf(kinds, language, site)) files.set(`${language}/${dashboard.uid}.json`, json(dashboard))
  }
  for (const [path, content] of provisioningFiles(kinds)) files.set(`provisioning/${path}`, content)
  return files
}

const json = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`
