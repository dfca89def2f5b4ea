{{- define "idp.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- /* Room is left for the suffixes of the other objects. */ -}}
{{- define "idp.fullname" -}}
{{- $name := include "idp.name" . -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- default $full .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- /* The labels that never change: selectors are built on them. */ -}}
{{- define "idp.selector" -}}
app.kubernetes.io/name: {{ include "idp.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "idp.labels" -}}
{{ include "idp.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "idp.serviceAccountName" -}}
{{- $own := ternary (include "idp.fullname" .) "default" .Values.serviceAccount.create -}}
{{- default $own .Values.serviceAccount.name -}}
{{- end -}}

{{- /* An image from {repository, tag, digest}, and the tag when none is given. */ -}}
{{- define "idp.image" -}}
{{- $image := index . 0 -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ default (index . 1) $image.tag }}
{{- end -}}
{{- end -}}

{{- /* The host name that browsers use. */ -}}
{{- define "idp.host" -}}
{{- (urlParse .Values.config.issuer).hostname -}}
{{- end -}}

{{- /* Where visitors are sent: the service, or the page that tells of maintenance. */ -}}
{{- define "idp.front" -}}
{{- include "idp.fullname" . }}{{ if .Values.maintenance.enabled }}-maintenance{{ end -}}
{{- end -}}

{{- define "idp.servicePort" -}}
{{- if and .Values.tls.existingSecret (not .Values.maintenance.enabled) }}443{{ else }}80{{ end -}}
{{- end -}}

{{- define "idp.listenPort" -}}
{{- regexFind "[0-9]+$" .Values.config.http.listen -}}
{{- end -}}
