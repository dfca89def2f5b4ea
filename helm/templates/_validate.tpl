{{- /* Says all that is missing or unsafe at once, a line each, and ends the rendering. */ -}}
{{- define "idp.validate" -}}
{{- $lines := list -}}
{{- $config := .Values.config -}}
{{- $replicas := ternary .Values.autoscaling.maxReplicas .Values.replicaCount .Values.autoscaling.enabled | int -}}
{{- $sqlite := include "idp.isSqlite" . -}}
{{- if not $config.issuer -}}
{{- $lines = append $lines "config.issuer: expected the origin at which browsers reach the service, such as https://id.example.fi" -}}
{{- end -}}
{{- if not .Values.image.repository -}}
{{- $lines = append $lines "image.repository: expected the registry and name of the image that deploy/Dockerfile makes" -}}
{{- end -}}
{{- range $file, $secret := include "idp.secrets" . | fromYaml -}}
{{- if not (and $secret.name $secret.key) -}}
{{- $where := ternary (printf "clients.%s.secretRef" (trimPrefix "client-" $file)) "existingSecret" (hasPrefix "client-" $file) -}}
{{- $lines = append $lines (printf "%s: expected the name of the Secret that holds %s" $where $file) -}}
{{- end -}}
{{- end -}}
{{- if dig "keys" "secret" "" $config -}}
{{- $lines = append $lines "config.keys.secret: expected it in the Secret that existingSecret names, under keys-secret" -}}
{{- end -}}
{{- range $section, $file := dict "database" "database-url" "ephemeral" "ephemeral-url" "mail" "mail-url" -}}
{{- if regexMatch "://[^/@]*:[^/@]+@|[?&]password=" (dig $section "url" "" $config) -}}
{{- $lines = append $lines (printf "config.%s.url: it holds a password; expected it in the Secret that existingSecret names, under %s" $section $file) -}}
{{- end -}}
{{- end -}}
{{- range .Values.extraEnv -}}
{{- if and .value (or (regexMatch "://[^/@]*:[^/@]+@" (toString .value)) (and (hasPrefix "IDP__" .name) (not (hasSuffix "_FILE" .name)))) -}}
{{- $lines = append $lines (printf "extraEnv, %s: expected it in config or, if it is secret, valueFrom.secretKeyRef" .name) -}}
{{- end -}}
{{- end -}}
{{- if hasKey $config "clients" -}}
{{- $lines = append $lines "config.clients: expected the clients under the value clients, by client_id" -}}
{{- end -}}
{{- range $id, $client := .Values.clients -}}
{{- $public := eq (default "" $client.token_endpoint_auth_method) "none" -}}
{{- if hasKey $client "secret" -}}
{{- $lines = append $lines (printf "clients.%s.secret: expected secretRef with name and key of a Secret" $id) -}}
{{- else if and (not $public) (not $client.secretRef) -}}
{{- $lines = append $lines (printf "clients.%s.secretRef: expected name and key of a Secret, or token_endpoint_auth_method: none for a public client" $id) -}}
{{- else if and $public $client.secretRef -}}
{{- $lines = append $lines (printf "clients.%s.secretRef: expected none, because token_endpoint_auth_method is none" $id) -}}
{{- end -}}
{{- if hasKey $client "client_id" -}}
{{- $lines = append $lines (printf "clients.%s.client_id: expected none, the name in the map is the client_id" $id) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- $lines = append $lines "autoscaling.maxReplicas: expected at least minReplicas" -}}
{{- end -}}
{{- if and (eq (dig "ephemeral" "url" "" $config) "memory:") (gt $replicas 1) -}}
{{- $lines = append $lines "config.ephemeral.url: memory: serves one replica; expected replicaCount: 1 without autoscaling, or Redis" -}}
{{- end -}}
{{- if and $sqlite (gt $replicas 1) -}}
{{- $lines = append $lines "config.database.url: SQLite serves one replica; expected replicaCount: 1 without autoscaling, or PostgreSQL" -}}
{{- end -}}
{{- if and $sqlite (not .Values.persistence.enabled) -}}
{{- $lines = append $lines "persistence.enabled: expected true for SQLite, whose file would be lost with the pod" -}}
{{- end -}}
{{- if and .Values.persistence.enabled (not (hasPrefix "sqlite:///var/lib/idp/" (dig "database" "url" "" $config))) -}}
{{- $lines = append $lines "persistence.enabled: expected false, or config.database.url: sqlite:///var/lib/idp/idp.db" -}}
{{- end -}}
{{- if and .Values.networkPolicy.enabled (not .Values.networkPolicy.ingressFrom) -}}
{{- $lines = append $lines "networkPolicy.ingressFrom: expected the peers that may connect (the ingress controller's namespace), or networkPolicy.enabled: false" -}}
{{- end -}}
{{- if and .Values.gateway.enabled (not .Values.gateway.parentRefs) -}}
{{- $lines = append $lines "gateway.parentRefs: expected the Gateway that the route belongs to" -}}
{{- end -}}
{{- if and .Values.maintenance.enabled (not .Values.maintenance.page) -}}
{{- $lines = append $lines "maintenance.page: expected the page that idp maintenance-page prints (--set-file maintenance.page=FILE)" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (dig "telemetry" "metrics_listen" "" $config) -}}
{{- $lines = append $lines "config.telemetry.metrics_listen: expected none, because serviceMonitor.port sets it" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (eq (include "idp.listenPort" .) (toString .Values.serviceMonitor.port)) -}}
{{- $lines = append $lines "serviceMonitor.port: expected another port than that of config.http.listen" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled .Values.networkPolicy.enabled (not .Values.serviceMonitor.from) -}}
{{- $lines = append $lines "serviceMonitor.from: expected the peers that Prometheus runs as" -}}
{{- end -}}
{{- if .Values.canary.enabled -}}
{{- $canary := .Values.canary -}}
{{- if not (hasPrefix "https://" $config.issuer) -}}
{{- $lines = append $lines "canary.enabled: expected false, because config.issuer is not https" -}}
{{- end -}}
{{- if not $canary.username -}}
{{- $lines = append $lines "canary.username: expected the name of the account that logs in" -}}
{{- end -}}
{{- if not $canary.existingSecret -}}
{{- $lines = append $lines "canary.existingSecret: expected the name of the Secret that holds client-secret and password" -}}
{{- end -}}
{{- $client := index .Values.clients $canary.clientId | default dict -}}
{{- if not (has $canary.redirectUri ($client.redirect_uris | default list)) -}}
{{- $lines = append $lines (printf "clients.%s: expected a client with %s among its redirect_uris, for the canary" $canary.clientId $canary.redirectUri) -}}
{{- end -}}
{{- end -}}
{{- if le (int .Values.terminationGracePeriodSeconds) (add .Values.preStopSeconds 26 | int) -}}
{{- $lines = append $lines "terminationGracePeriodSeconds: expected more than preStopSeconds and the 26 s that requests under way are given" -}}
{{- end -}}
{{- if $lines -}}
{{- fail (printf "\n\n%s\n" (join "\n" $lines)) -}}
{{- end -}}
{{- end -}}

{{- define "idp.isSqlite" -}}
{{- if hasPrefix "sqlite:" (dig "database" "url" "" .Values.config) }}yes{{ end -}}
{{- end -}}

{{- define "idp.isAlone" -}}
{{- if and (not .Values.autoscaling.enabled) (le (int .Values.replicaCount) 1) }}yes{{ end -}}
{{- end -}}
