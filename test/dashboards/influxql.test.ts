import { expect, it } from 'vitest'
import { as, calculated, chosen, extremes, identifier, influxql, is, isGood, of, text } from '../../dashboards/grafana/influxql.ts'

it('bounds every query in time, also one inside another', () => {
  const inner = { select: [as(of('last', 'energy'), 'energy')], from: 'charger', every: '1h', by: ['device'] } as const

  const query = influxql({ select: [of('sum', 'energy')], from: inner, every: '1d', timeZone: 'Asia/Shanghai' })

  expect(query).toBe(
    `SELECT sum("energy") FROM (SELECT last("energy") AS "energy" FROM "charger" WHERE $timeFilter GROUP BY time(1h), "device" fill(none)) ` +
      `WHERE $timeFilter GROUP BY time(1d) fill(none) tz('Asia/Shanghai')`,
  )
})

it('guards a query by the length of the range that is shown', () => {
  const query = (reach: 'raw' | 'hour' | 'day') => influxql({ select: [of('mean', 'power')], from: 'charger', reach })

  expect(query('raw')).toContain('(${__to} - ${__from}) <= 172800000')
  expect(query('hour')).toContain('(${__to} - ${__from}) > 172800000 AND (${__to} - ${__from}) <= 8035200000')
  expect(query('day')).toContain('(${__to} - ${__from}) > 8035200000')
})

it('writes conditions, expressions and what is chosen in variables', () => {
  const query = influxql({
    select: [as(calculated(of('sum', 'good'), '/', 3_600), 'share'), extremes('top', 'power', ['device'], 10)],
    from: 'charger',
    where: [chosen('town'), is('status', "it's"), isGood],
    newestFirst: true,
    limit: 20,
  })

  expect(query).toBe(
    `SELECT (sum("good") / 3600) AS "share", top("power", "device", 10) FROM "charger" ` +
      `WHERE $timeFilter AND ('\${town:csv}' = '.*' OR "town" =~ /^\${town:regex}$/) AND "status" = 'it\\'s' AND "quality" != 'bad' ORDER BY time DESC LIMIT 20`,
  )
})

it.each([
  ['plain', '"plain"'],
  ['with "quotes"', '"with \\"quotes\\""'],
  ['back\\slash', '"back\\\\slash"'],
])('quotes the identifier %s', (name, quoted) => {
  expect(identifier(name)).toBe(quoted)
})

it('quotes texts and leaves no line break in them', () => {
  expect(text("a'b\\c\nd")).toBe("'a\\'b\\\\c d'")
})

it('writes numbers without exponents and refuses what is none', () => {
  expect(influxql({ select: [of('count', 'power')], from: 'charger', where: [is('power', 1e-7)] })).toContain('"power" = 0.0000001')
  expect(() => is('power', Number.NaN)).toThrow('cannot be written in InfluxQL')
})
