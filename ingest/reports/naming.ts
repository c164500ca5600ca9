// Ids as the reader knows the things.
import type { Words } from '../../facilities/define.ts'
import type { Indicator } from '../indicators/indicator.ts'
import type { Gathered, Names } from './gathered.ts'
import type { Text } from './report-data.ts'

const nameIn = (list: readonly { readonly id: string; readonly name: Words }[], id: string): Words =>
  list.find((each) => each.id === id)?.name ?? { zh: id, en: id }

export const townName = ({ towns }: Names, id: string): Words => nameIn(towns, id)
/** 整改 is due from a unit of the plan or from a town. */
export const unitName = ({ units, towns }: Names, id: string): Words => nameIn([...units, ...towns], id)

export const indicatorName = ({ indicators }: Pick<Gathered, 'indicators'>, id: string): Words =>
  indicators.find((each) => each.id === id)?.name ?? { zh: id, en: id }

/** 责任单位 of a task, as the plan prints them. */
export function unitsText({ tasks, units }: Names, no: number): Text {
  const task = tasks.find((each) => each.no === no)
  if (!task) return ''
  return { zh: task.units.join('、') + task.ending, en: task.unitIds.map((id) => nameIn(units, id).en).join(', ') }
}

export function taskName({ tasks }: Names, no: number): Words {
  const task = tasks.find((each) => each.no === no)
  if (!task) return { zh: '', en: '' }
  return { zh: task.heading, en: task.headingEn }
}

/** `city`, `town:shaxi`, `town:shaxi,kind:locker`. */
export function scopeName(names: Names, scope: string): Words {
  if (scope === 'city') return { zh: '全市', en: 'city' }
  const parts = scope.split(',').map((part) => {
    const [sort = '', id = ''] = part.split(':')
    if (sort === 'town') return townName(names, id)
    if (sort === 'circle') return nameIn(names.circles, id)
    const kind = sort === 'kind' ? names.kinds.find((each) => each.kind === id)?.label : undefined
    return kind ?? { zh: id || sort, en: id || sort }
  })
  return { zh: parts.map(({ zh }) => zh).join('·'), en: parts.map(({ en }) => en).join(', ') }
}

/** `公共充电桩可用率（12-1）`. */
export function called({ id, name }: Pick<Indicator, 'id' | 'name'>): Words {
  return { zh: `${name.zh}（${id}）`, en: `${name.en} (${id})` }
}

export const listed = (words: readonly Words[]): Words => ({
  zh: words.map(({ zh }) => zh).join('、'),
  en: words.map(({ en }) => en).join(', '),
})
