import * as grafana from '@grafana/grafana-foundation-sdk/units'

/** Units as kinds write them, and what Grafana calls them. */
const ids: Readonly<Record<string, string>> = {
  '': grafana.NoUnit,
  '%': grafana.Percent,
  '°C': grafana.Celsius,
  kWh: grafana.KiloWattHour,
  Wh: grafana.WattHour,
  kW: grafana.KiloWatt,
  W: grafana.Watt,
  V: grafana.Volt,
  A: grafana.Ampere,
  mA: grafana.MilliAmpere,
  Hz: grafana.Hertz,
  s: grafana.Seconds,
  ms: grafana.Milliseconds,
  min: grafana.Minutes,
  h: grafana.Hours,
  d: grafana.Days,
  dB: grafana.Decibel,
  lx: grafana.Lux,
  Pa: grafana.Pascals,
  kPa: grafana.Kilopascals,
  bar: grafana.Bars,
  ppm: grafana.PartsPerMillion,
  m: grafana.Meter,
  mm: grafana.Millimeter,
  km: grafana.Kilometer,
  kg: grafana.Kilogram,
  g: grafana.Gram,
  L: grafana.Litre,
  'm³': grafana.CubicMeter,
  'm/s': grafana.MetersPerSecond,
  'km/h': grafana.KilometersPerHour,
}

/** A unit Grafana does not know stands behind the number as it is. */
export const unitId = (unit: string): string => ids[unit] ?? `suffix: ${unit}`

export const isUnitId = (id: string): boolean => known.has(id) || /^(?:suffix|prefix): ?\S/.test(id)

const known: ReadonlySet<string> = new Set(Object.values(grafana).filter((value) => typeof value === 'string'))
