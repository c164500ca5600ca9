import type { Words } from '../../../facilities/define.ts'

/** All that a test message needs. */
export interface Connection {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  readonly topic: string
  /** JSON, on one line. */
  readonly payload: string
  /** Where the device hears why a message was refused. */
  readonly verdictTopic: string
}

/** A program that sends one reading: to be pasted as it is. */
export interface Command {
  readonly id: string
  readonly label: Words
  /** For whoever colours it: bash, python, javascript, cpp. */
  readonly language: string
  text(connection: Connection): string
}
