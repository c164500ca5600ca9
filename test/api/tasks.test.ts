import { describe, expect, it } from 'vitest'
import { apiSite } from './api-site.ts'
import { handIndicators, now } from './hand-indicators.ts'

const site = async () => apiSite({ now: () => now, indicators: await handIndicators() })

describe('tasks', () => {
  it('are all 23, with units, rhythm and what devices tell of them', async () => {
    const { items } = (await (await site()).get('/api/v1/tasks')).json()

    expect(items).toHaveLength(23)
    expect(items[0].rhythm.map(({ zh }: { zh: string }) => zh)).toEqual(['周调度', '月通报', '季推进', '年考评'])
    const counts = items.map(({ no, indicators }: { no: number; indicators: unknown[] }) => [no, indicators.length])
    expect(counts.filter(([, count]: [number, number]) => count > 0)).toEqual([
      [12, 5],
      [16, 8],
      [17, 5],
      [18, 5],
      [19, 5],
    ])
    expect(items[15].indicators[1]).toMatchObject({
      id: '16-2',
      name: { zh: '智能设施在线率' },
      period: '2026-11',
      shown: '86.76',
      statusText: { zh: '未设目标' },
      targetText: { zh: '待核定' },
      link: '/api/v1/indicators/16-2?period=2026-11',
    })
  })

  it('say so where devices can tell nothing', async () => {
    const { get } = await site()

    expect((await get('/api/v1/tasks/1')).json()).toMatchObject({
      indicators: [],
      indicatorsText: { zh: '本任务没有可由设备监测的指标', en: 'this task has no indicator that devices could measure' },
    })
    expect((await get('/api/v1/tasks/16')).json()).toMatchObject({ no: 16, indicatorsText: null })
    expect((await get('/api/v1/tasks/24')).json()).toMatchObject({ code: 'task-not-found' })
  })

  it('show a unit the indicators it may read', async () => {
    const { app, accounts } = await site()
    const { token } = accounts.createToken({ name: 'power', role: 'reviewer', unit: 'power' })

    const task = await app.inject({ url: '/api/v1/tasks/12', headers: { authorization: `Bearer ${token}` } })
    const ids = task.json().indicators.map(({ id }: { id: string }) => id)
    expect(ids).toContain('12-1')
    expect(ids).not.toContain('12-4')
  })
})
