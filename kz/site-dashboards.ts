import type { Site } from '../dashboards/grafana/site.ts'
import type { FacilityKind } from '../facilities/define.ts'
import { loadSiteKinds } from '../facilities/site-kinds.ts'
import type { Kz } from './kz.ts'

/** The kinds of this site, those built in and its own; tells of files that had to be left out. */
export function kindsOfSite({ settings, out, say }: Kz): readonly FacilityKind[] {
  const { catalogue, leftOut } = loadSiteKinds(settings.KZ_KINDS)
  for (const { file, faults } of leftOut) out.note(`${file}: ${faults.map(say).join('; ')}`)
  return catalogue.all
}

/** Links lead to the console where kz finds the API, unless another address is given. */
export const siteOf = ({ api, zone }: Kz, console = api.connection.url): Site => ({ timeZone: zone, console: console.replace(/\/+$/, '') })
