/** The programs that may speak for devices that are bound to them; each signs in at the broker under its name. */
export const adapterNames = ['node-red'] as const

export type AdapterName = (typeof adapterNames)[number]

export const isAdapterName = (name: string): name is AdapterName => adapterNames.some((known) => known === name)
