import { CustomVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard'
import { indicatorTitles } from '../../../seeds/indicators.ts'
import { towns } from '../../../seeds/towns.ts'
import type { Language } from '../language.ts'
import type { Variable } from '../variables.ts'

const city = { zh: '全市', en: 'The city' } as const

/** Of whom the values are: the city or one of its towns, as tag `scope` has it. */
export function scopeVariable(language: Language): Variable {
  const scopes = [{ text: city[language], value: 'city' }, ...towns.map(({ id, name }) => ({ text: name[language], value: `town:${id}` }))]
  return choice('scope', { zh: '范围', en: 'Scope' }[language], scopes)
}

/** The one whose towns are ranked. */
export function shownIndicator(language: Language): Variable {
  const titles = indicatorTitles.map(({ id, name }) => ({ text: `${id} ${name[language]}`, value: id }))
  return choice('indicator', { zh: '排名指标', en: 'Ranked by' }[language], titles)
}

interface Option {
  readonly text: string
  readonly value: string
}

function choice(name: string, label: string, options: readonly Option[]): Variable {
  const [first = { text: '', value: '' }] = options
  return new CustomVariableBuilder(name)
    .label(label)
    .values(options.map(({ text, value }) => `${text.replace(/[,\\]/g, '\\$&')} : ${value}`).join(', '))
    .multi(false)
    .includeAll(false)
    .current({ text: first.text, value: first.value })
}
