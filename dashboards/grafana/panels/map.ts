import { FrameGeometrySourceMode, type MapLayerOptions } from '@grafana/grafana-foundation-sdk/common'
import { MapCenterID, MapViewConfigBuilder, PanelBuilder } from '@grafana/grafana-foundation-sdk/geomap'
import { framed, type PanelOptions } from './panel.ts'

export interface MapOptions extends PanelOptions {
  /** Columns of the table (`format: 'table'`) that its target answers. */
  readonly latitude: string
  readonly longitude: string
  /** The column by whose thresholds or mappings a marker is coloured. */
  readonly colour: string
  readonly name: string
  readonly centre: { readonly latitude: number; readonly longitude: number; readonly zoom: number }
}

/** Markers by their coordinates (WGS-84, like the register's). */
export function map(options: MapOptions): PanelBuilder {
  const { latitude, longitude, colour, name, centre } = options
  const markers: MapLayerOptions = {
    type: 'markers',
    name,
    tooltip: true,
    location: { mode: FrameGeometrySourceMode.Coords, latitude, longitude },
    config: {
      showLegend: true,
      style: {
        size: { fixed: 7, min: 4, max: 12 },
        color: { field: colour, fixed: 'green' },
        opacity: 0.8,
        symbol: { fixed: 'img/icons/marker/circle.svg', mode: 'fixed' },
      },
    },
  }
  const { mappings = [], ...rest } = options
  return framed(new PanelBuilder(), rest)
    .view(new MapViewConfigBuilder().id(MapCenterID.Coords).lat(centre.latitude).lon(centre.longitude).zoom(centre.zoom))
    .basemap({ build: () => ({ type: 'default', name: 'basemap' }) })
    .layers([{ build: () => markers }])
    .overrideByName(colour, [{ id: 'mappings', value: mappings }]) // the other columns are numbers that the words are not for
}
