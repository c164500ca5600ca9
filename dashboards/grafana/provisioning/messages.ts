// What a notification says, Chinese first. Grafana fills no environment into templates, so that `$` is the template's own.

export const titleTemplate = 'kezhong.title'
export const messageTemplate = 'kezhong.message'

const title = `{{ define "${titleTemplate}" }}{{ if eq .Status "firing" }}【告警 {{ len .Alerts.Firing }}】{{ else }}【已恢复】{{ end }}{{ .GroupLabels.alertname }}{{ with .GroupLabels.town }} {{ . }}{{ end }}{{ end }}`

const lines = (state: string) => [`{{ range ${state} }}`, '• {{ .Annotations.summary }}', '  {{ .Annotations.summary_en }}'].join('\n')

const message = [
  `{{ define "${messageTemplate}" -}}`,
  '{{ if .Alerts.Firing }}发生 · Firing',
  lines('.Alerts.Firing'),
  '  → {{ .Annotations.description }}',
  '  → {{ .Annotations.description_en }}',
  '  {{ $.ExternalURL }}{{ reReplaceAll "^/" "" .Annotations.board }}',
  '{{ end }}{{ end }}',
  '{{ if .Alerts.Resolved }}恢复 · Resolved',
  lines('.Alerts.Resolved'),
  '{{ end }}{{ end }}',
  '{{ .ExternalURL }}alerting/list',
  '{{- end }}',
].join('\n')

export const messages = () => ({ apiVersion: 1, templates: [{ orgId: 1, name: 'kezhong', template: `${title}\n${message}\n` }] })
