/** Import of CSV: all or nothing, every bad row named, nothing overwritten unasked. */
export type { RowFault } from './csv.ts'
export { importDevices } from './import-devices.ts'
export { importFacilities } from './import-facilities.ts'
export type { ImportOptions } from './import-rows.ts'
