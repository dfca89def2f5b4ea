{{- /* The service's configuration as TOML. Values stand on one line each: lists and
tables below a section are written inline, which TOML allows at any depth. */ -}}
{{- define "idp.toml" -}}
{{- $top := omit .Values.config "http" -}}
{{- $http := .Values.config.http | default dict -}}
{{- if .Values.tls.existingSecret -}}
{{- $http = merge (dict "tls_certificate" "/run/secrets/tls/tls.crt" "tls_key" "/run/secrets/tls/tls.key") $http -}}
{{- end -}}
{{- $top = merge (dict "http" $http) $top -}}
{{- if .Values.serviceMonitor.enabled -}}
{{- $address := printf "%s:%v" (regexReplaceAll ":[0-9]+$" $http.listen "") .Values.serviceMonitor.port -}}
{{- $top = merge (dict "telemetry" (merge (dict "metrics_listen" $address) ($top.telemetry | default dict))) $top -}}
{{- end -}}
{{- range $key, $value := $top -}}
{{- if not (or (kindIs "map" $value) (kindIs "invalid" $value)) }}
{{ include "idp.toml.key" $key }} = {{ include "idp.toml.value" $value }}
{{- end -}}
{{- end }}
{{- range $name, $section := $top -}}
{{- if kindIs "map" $section }}

[{{ include "idp.toml.key" $name }}]
{{- include "idp.toml.pairs" $section }}
{{- end -}}
{{- end }}
{{- range $id, $client := .Values.clients }}

[[clients]]
client_id = {{ include "idp.toml.value" $id }}
{{- include "idp.toml.pairs" (omit $client "secretRef") }}
{{- end }}
{{ end -}}

{{- define "idp.toml.pairs" -}}
{{- range $key, $value := . -}}
{{- if not (kindIs "invalid" $value) }}
{{ include "idp.toml.key" $key }} = {{ include "idp.toml.value" $value }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "idp.toml.key" -}}
{{- if regexMatch "^[A-Za-z0-9_-]+$" . }}{{ . }}{{ else }}{{ toRawJson . }}{{ end -}}
{{- end -}}

{{- /* YAML knows one kind of number and TOML two: what has no fraction is whole. */ -}}
{{- define "idp.toml.value" -}}
{{- if kindIs "string" . -}}
{{ toRawJson . }}
{{- else if kindIs "bool" . -}}
{{ . }}
{{- else if kindIs "slice" . -}}
[{{ range $index, $item := . }}{{ if $index }}, {{ end }}{{ include "idp.toml.value" $item }}{{ end }}]
{{- else if kindIs "map" . -}}
{ {{ $comma := "" }}{{ range $key, $value := . }}{{ if not (kindIs "invalid" $value) }}{{ $comma }}{{ include "idp.toml.key" $key }} = {{ include "idp.toml.value" $value }}{{ $comma = ", " }}{{ end }}{{ end }} }
{{- else if eq (floor .) (float64 .) -}}
{{ int64 . }}
{{- else -}}
{{ . }}
{{- end -}}
{{- end -}}
