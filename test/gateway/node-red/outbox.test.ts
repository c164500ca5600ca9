import { expect, it } from 'vitest'
import { fault, NodeError } from '../../../gateway/node-red/node-fault.ts'
import { Outbox } from '../../../gateway/node-red/outbox.ts'

function outbox() {
  const said: (string | undefined)[] = []
  const box = new Outbox()
  return { box, said, add: (topic: string, payload = '{}') => box.add(topic, payload, (error) => said.push(error?.code)) }
}

it('says once of each message that it was acknowledged', () => {
  const { box, said, add } = outbox()
  const outgoing = add('a')

  for (let index = 0; index < 2; index++) if (outgoing) box.settle(outgoing)

  expect(said).toEqual([undefined])
  expect(box.size).toBe(0)
})

it('takes so many messages and bytes and no more, and takes again when there is room', () => {
  const { box, said, add } = outbox()
  const big = 'x'.repeat(250_000)
  const taken = Array.from({ length: 40 }, () => add('a', big))

  expect(taken.filter((outgoing) => outgoing).length).toBe(33)
  expect(said).toEqual(Array(7).fill('queue-full'))
  const first = taken[0]
  if (first) box.settle(first)
  expect(add('a', big)).toBeDefined()
  expect(add('a', 'x'.repeat(262_145))).toBeUndefined()
  expect(said.at(-1)).toBe('too-large')
})

it('gives up what the broker refused, what ends each connection, and what waits when it closes', () => {
  const { box, said, add } = outbox()
  add('refused')
  const poison = add('poison')
  add('other')
  box.refuseTopic('refused', new NodeError(fault('not-bound', { zh: '未绑定', en: 'not bound' })))
  if (poison) poison.tries = 5

  box.giveUpOnHopeless()
  box.close()

  expect(said).toEqual(['not-bound', 'not-acknowledged', 'stopping'])
})
