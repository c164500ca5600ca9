import { describe, expect, it } from 'vitest'
import { flatLines, vendorVending } from '../draft/captures.ts'
import { apiSite } from './api-site.ts'

const draft = '/api/v1/kinds/draft'

describe('a draft of a kind', () => {
  it('is made from messages, with the mapping that belongs to it', async () => {
    const { ask } = await apiSite()

    const answer = await ask('POST', draft, { role: 'engineer', payload: { kind: 'snacks', messages: vendorVending() } })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      kind: 'snacks',
      file: 'snacks.ts',
      source: expect.stringContaining('export const snacks = defineFacility({'),
      mapping: { fields: { 'd.wd': { to: 'temperature' } }, time: { field: 't', format: 's' } },
      questions: expect.arrayContaining([{ zh: expect.stringContaining('d.zt'), en: expect.stringContaining('d.zt') }]),
      messages: vendorVending().length,
    })
  })

  it('is made from a file of captured messages', async () => {
    const { ask } = await apiSite()

    const answer = await ask('POST', draft, { payload: { capture: flatLines(), kind: 'freezer' } })
    expect(answer.json()).toMatchObject({
      kind: 'freezer-2',
      questions: [{ en: 'freezer is taken or cannot name a kind, so it is freezer-2 here.' }, {}, {}, {}],
    })
    expect(answer.json().mapping).toBeUndefined()
  })

  it('is made from what a device sent, for all of its model', async () => {
    const { ask, register, said } = await apiSite()
    register.addDevice({ id: 'm1', kind: 'vending', facility: 'estate-01', model: 'SHJ-12' })
    const entries = vendorVending().map(({ topic, payload, received }, offset) => ({
      offset,
      at: received,
      key: 'm1',
      topic,
      payload: Buffer.from(payload),
    }))
    said.captured = { entries, next: undefined }

    const answer = await ask('POST', draft, { payload: { device: 'm1', hours: 2 } })
    expect(answer.json()).toMatchObject({ kind: 'vending-2', mapping: { kind: 'vending-2', model: 'SHJ-12' } })
  })

  it.each([
    ['nobody', { device: 'nobody' }, 404, 'device-not-found'],
    ['no source', {}, 400, 'invalid-body'],
    ['two sources', { messages: [], capture: '' }, 400, 'invalid-body'],
    ['hours of a file', { capture: '{}', hours: 2 }, 400, 'invalid-body'],
    ['too many messages', { messages: Array(5_001).fill({}) }, 400, 'invalid-body'],
    ['no messages', { messages: [] }, 400, 'nothing-to-draft'],
    ['no JSON', { capture: 'temp=5' }, 400, 'nothing-to-draft'],
  ])('is refused of %s', async (_, payload, status, code) => {
    const { ask } = await apiSite()

    const answer = await ask('POST', draft, { payload })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  it("is an engineer's business", async () => {
    const { ask } = await apiSite()

    expect((await ask('POST', draft, { role: 'operator', payload: { capture: '{}' } })).statusCode).toBe(403)
  })
})
