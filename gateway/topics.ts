import { splitTopic, type TopicParts } from '../facilities/topics.ts'

/** The device a topic belongs to; undefined for a topic of any other shape and for kz/v1/tasks/…, which belongs to none. */
export function parseDeviceTopic(topic: string): TopicParts | undefined {
  const parts = splitTopic(topic)
  return parts?.kind === 'tasks' ? undefined : parts
}

/** The two topics whose last message the broker keeps for those who subscribe later. */
export const isRetained = (rest: string): boolean => rest === 'state' || rest === 'birth'

/** A subscription to the tasks' indicators. */
export const isTaskFilter = (filter: string): boolean => filter.startsWith('kz/v1/tasks/')
