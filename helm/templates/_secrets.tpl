{{- /* The secrets that the service reads from files, as a map of file name to
{name, key, variable}: one for each that config does not hold itself. */ -}}
{{- define "idp.secrets" -}}
{{- $all := dict -}}
{{- $wanted := list
  (list "keys-secret" "keysSecret" "IDP__KEYS__SECRET_FILE" "")
  (list "database-url" "databaseUrl" "IDP__DATABASE__URL_FILE" (dig "database" "url" "" .Values.config))
  (list "ephemeral-url" "ephemeralUrl" "IDP__EPHEMERAL__URL_FILE" (dig "ephemeral" "url" "" .Values.config))
  (list "mail-url" "mailUrl" "IDP__MAIL__URL_FILE" (dig "mail" "url" "" .Values.config)) -}}
{{- range $wanted -}}
{{- $file := index . 0 -}}
{{- $ref := index $.Values.secretRefs (index . 1) | default dict -}}
{{- if not (index . 3) -}}
{{- $name := default $.Values.existingSecret $ref.name -}}
{{- $_ := set $all $file (dict "name" $name "key" (default $file $ref.key) "variable" (index . 2)) -}}
{{- end -}}
{{- end -}}
{{- range $id, $client := .Values.clients -}}
{{- with $client.secretRef -}}
{{- $part := regexReplaceAll "[^A-Z0-9]" (upper $id) "_" -}}
{{- $secret := dict "name" .name "key" .key "variable" (printf "IDP__CLIENTS__%s__SECRET_FILE" $part) -}}
{{- $_ := set $all (printf "client-%s" $id) $secret -}}
{{- end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}
