// A kind from a file of somebody's own, without starting anything.
import { existsSync } from 'node:fs'
import type { FacilityKind, Words } from '../facilities/define.ts'
import { kindFaults, loadKindFile } from '../facilities/site-kinds-load.ts'
import { KzError, usageError } from './kz-error.ts'

/** The one kind a file exports, with what is wrong with its definition or, where that is right, with its simulator. */
export function readKindFile(path: string): { readonly kind: FacilityKind; readonly faults: readonly Words[] } {
  if (!existsSync(path)) throw usageError({ zh: `没有文件 ${path}。`, en: `There is no file ${path}.` })
  const { kinds, fault } = loadKindFile(path)
  if (fault)
    throw new KzError(
      { zh: `${path}：${fault.zh}`, en: `${path}: ${fault.en}` },
      { hint: { zh: '写法见 docs/add-a-facility.md', en: 'docs/add-a-facility.md shows how one is written' } },
    )
  const kind = onlyOne(kinds, path)
  return { kind, faults: kindFaults(kind) }
}

function onlyOne([found, ...more]: readonly FacilityKind[], path: string): FacilityKind {
  if (found && more.length === 0) return found
  throw new KzError(
    found
      ? { zh: `${path} 导出了不止一个设施类型，每个文件只放一个。`, en: `${path} exports several kinds: have one in a file.` }
      : { zh: `${path} 没有导出设施类型。`, en: `${path} exports no facility kind.` },
    { hint: { zh: '应写 export const … = defineFacility({ … })', en: 'write export const … = defineFacility({ … })' } },
  )
}
