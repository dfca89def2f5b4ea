{{- /* What the pods of the service and of its migration have in common. */ -}}

{{- define "idp.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "idp.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- /* A container that runs idp: the caller writes name and args. */ -}}
{{- define "idp.container" -}}
image: {{ include "idp.image" (list .Values.image .Chart.AppVersion) | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- include "idp.containerSecurity" . | nindent 2 }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
env:
  {{- range $file, $secret := include "idp.secrets" . | fromYaml }}
  - name: {{ $secret.variable }}
    value: /run/secrets/idp/{{ $file }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
volumeMounts:
  - name: config
    mountPath: /etc/idp
    readOnly: true
  - name: secrets
    mountPath: /run/secrets/idp
    readOnly: true
  - name: tmp
    mountPath: /tmp
  {{- if .Values.tls.existingSecret }}
  - name: tls
    mountPath: /run/secrets/tls
    readOnly: true
  {{- end }}
  {{- if .Values.persistence.enabled }}
  - name: data
    mountPath: /var/lib/idp
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- /* The volumes of those containers; the second argument names the ConfigMap. */ -}}
{{- define "idp.volumes" -}}
{{- $config := index . 1 -}}
{{- with index . 0 -}}
- name: config
  configMap:
    name: {{ $config }}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      {{- range $file, $secret := include "idp.secrets" . | fromYaml }}
      - secret:
          name: {{ $secret.name }}
          items:
            - key: {{ $secret.key | quote }}
              path: {{ $file }}
      {{- end }}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- if .Values.tls.existingSecret }}
- name: tls
  secret:
    secretName: {{ .Values.tls.existingSecret }}
    defaultMode: 0440
{{- end }}
{{- if .Values.persistence.enabled }}
- name: data
  persistentVolumeClaim:
    claimName: {{ default (include "idp.fullname" .) .Values.persistence.existingClaim }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
{{- end -}}

{{- define "idp.configData" -}}
idp.toml: |
  {{- include "idp.toml" . | nindent 2 }}
{{- range $name, $text := .Values.documents }}
{{ $name | quote }}: {{ toRawJson $text }}
{{- end }}
{{- end -}}

{{- define "idp.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
