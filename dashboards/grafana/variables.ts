import {
  CustomVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { towns } from '../../seeds/towns.ts'
import { readings } from './data-sources.ts'
import { identifier, matches } from './influxql.ts'
import type { Language } from './language.ts'

export type Variable = { build(): VariableModel }

const labels = {
  town: { zh: '镇街', en: 'Town' },
  circle: { zh: '生活圈', en: 'Circle' },
  facility: { zh: '设施', en: 'Facility' },
  device: { zh: '设备', en: 'Device' },
} as const

const all = { zh: '全部', en: 'All' } as const

/** All is the expression that matches everything, not a list of thousands of names. */
const everything = '.*'

export type Place = keyof typeof labels

/** The towns of the city by name; the value is the tag. */
export function townVariable(language: Language): Variable {
  const values = towns.map(({ id, name }) => `${name[language].replace(/[,:\\]/g, '\\$&')} : ${id}`).join(', ')
  return new CustomVariableBuilder('town')
    .label(labels.town[language])
    .values(values)
    .multi(true)
    .includeAll(true)
    .allValue(everything)
    .current({ text: [all[language]], value: ['$__all'] })
}

/** The values of a tag in a measurement, among what is chosen in the variables before it. */
export function tagVariable(place: Exclude<Place, 'town'>, measurement: string, among: readonly Place[], language: Language): Variable {
  const where = among.map((one) => matches(one).condition).join(' AND ')
  const query = `SHOW TAG VALUES FROM ${identifier(measurement)} WITH KEY = ${identifier(place)}${where === '' ? '' : ` WHERE ${where}`}`
  return new QueryVariableBuilder(place)
    .label(labels[place][language])
    .datasource(readings)
    .query({ query, refId: `variable-${place}` })
    .definition(query)
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.NaturalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(everything)
    .current({ text: [all[language]], value: ['$__all'] })
}

/** Where the console is, for the links to it: set in the dashboard's settings, or when dashboards are pushed. */
export function consoleVariable(address: string): Variable {
  return new TextBoxVariableBuilder('console')
    .hide(VariableHide.HideVariable)
    .defaultValue(address)
    .current({ text: address, value: address })
}
