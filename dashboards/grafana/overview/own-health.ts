import { as, calculated, type Expression, of } from '../influxql.ts'
import type { Language } from '../language.ts'
import { wordsOf } from '../panels/colours.ts'
import { stat } from '../panels/stat.ts'
import { influxTarget } from '../targets.ts'
import { justNow, parts, upWords, vital } from '../walls.ts'

const words = {
  banner: {
    zh: {
      title: '平台状态',
      description: '网关、日志、处理流程、读数库任何一项故障时，设备状态由平台自身原因不可知：先看“平台运行”，不要派人去现场。',
      well: '平台正常：以下数据可信',
      down: '平台自身故障：设备状态未知，请勿按离线处理',
      silent: '三分钟内没有平台消息：刻钟或数据库已停止，以下数据不可信',
    },
    en: {
      title: 'How we are',
      description:
        'When gateway, journal, pipeline or store is down, it is we who do not know how devices are: look at Operations first, and send nobody out.',
      well: 'We are well: what stands below can be believed',
      down: 'The platform itself is down: devices are unknown, not offline',
      silent: 'Nothing from the platform for three minutes: kezhong or the database stands still; believe nothing below',
    },
  },
  parts: {
    zh: { title: '平台各部分', description: '哪一部分故障；各部分的处理办法见“平台运行”和 /health。' },
    en: { title: 'Our parts', description: 'Which part is down; what to do is told on Operations and by /health.' },
  },
} as const

/** 1 while all vital parts are up. */
const all = vital.map((field) => of('last', field)).reduce((product: Expression, each) => calculated(product, '*', each))

export function ownHealth(language: Language) {
  const banner = words.banner[language]
  return [
    stat({
      title: banner.title,
      description: banner.description,
      targets: [influxTarget({ select: [as(all, 'up')], from: 'kezhong_platform' }, { alias: banner.title })],
      mappings: [
        wordsOf([
          { value: 1, text: banner.well, colour: 'green' },
          { value: 0, text: banner.down, colour: 'red' },
        ]),
      ],
      noValue: banner.silent,
      coloured: 'background',
      timeFrom: justNow,
      width: 14,
      height: 4,
    }),
    stat({
      ...words.parts[language],
      targets: parts.map(({ field, words: name }) =>
        influxTarget({ select: [of('last', field)], from: 'kezhong_platform' }, { alias: name[language] }),
      ),
      mappings: [upWords(language)],
      noValue: '–',
      coloured: 'background',
      timeFrom: justNow,
      width: 10,
      height: 4,
    }),
  ]
}
