import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind } from '../../facilities/define.ts'
import { indicatorTitles } from '../../seeds/indicators.ts'
import { tasks as plan } from '../../seeds/tasks.ts'
import { board } from './board.ts'
import type { Language } from './language.ts'
import { cityBoards, linksFrom } from './navigation.ts'
import type { Site } from './site.ts'
import { scopeVariable, shownIndicator } from './tasks/choices.ts'
import { rankingOfTowns, statusTable } from './tasks/now.ts'
import { trend } from './tasks/trend.ts'
import { uid } from './uids.ts'
import { consoleVariable } from './variables.ts'

/** The indicators of the city's tasks: how they stand against their lines, whose town is ahead, and how they went over more than a year. */
export function tasks(kinds: readonly FacilityKind[], language: Language, site: Site): Dashboard {
  const here = uid(language, 'tasks')
  const words = {
    zh: '重点任务指标：与达标线、警戒线对照，镇街排名，十二个月以上的走势和日值。计算方法和逐台依据见控制台。',
    en: 'Task indicators: against target and warning line, the ranking of towns, more than twelve months of trend, and day values. How each is counted, and the evidence, is in the console.',
  }
  return board({
    uid: here,
    title: cityBoards.tasks[language],
    description: words[language],
    tags: ['city'],
    timeZone: site.timeZone,
    range: { from: 'now-13M/M', to: 'now' },
    refresh: '5m',
    variables: [scopeVariable(language), shownIndicator(language), consoleVariable(site.console)],
    links: linksFrom(here, kinds, language),
    sections: [
      { panels: [statusTable(language), rankingOfTowns(language)] },
      ...numbersOfTasks().map((task) => ({
        title: titleOf(task, language),
        collapsed: true,
        panels: indicatorTitles.filter((each) => each.task === task).map((each) => trend(each, language)),
      })),
    ],
  })
}

const numbersOfTasks = (): number[] => [...new Set<number>(indicatorTitles.map(({ task }) => task))]

function titleOf(no: number, language: Language): string {
  const task = plan.find((each) => each.no === no)
  return { zh: `任务${no} ${task?.heading ?? ''}`, en: `Task ${no}: ${task?.headingEn ?? ''}` }[language]
}
