import type { Catalogue } from '../../facilities/catalogue.ts'

/** What the stores need of a catalogue. */
export type Kinds = Pick<Catalogue, 'get'>
