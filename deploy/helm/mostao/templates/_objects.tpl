{{/*
The chart and Kustomize share their objects: files/ leads to deploy/kubernetes. Each is read, completed by what the values
say, and written. This file says how; objects.yaml says which.
*/}}

{{/* What one program's image is called: (dict "root" $ "name" "gateway") */}}
{{- define "mostao.image" -}}
{{- $own := get .root.Values.images .name | default dict -}}
{{- printf "%s:%s" ($own.repository | default (printf "mostao/%s" .name)) ($own.tag | default .root.Chart.AppVersion) -}}
{{- end -}}

{{/* The settings in a ConfigMap that programs take their environment from: (dict "root" $ "name" "units") */}}
{{- define "mostao.settings" -}}
{{- $values := .root.Values -}}
{{- $strimzi := eq $values.kafka.mode "strimzi" -}}
{{- $all := dict -}}
{{- if eq .name "mostao" -}}
{{-   $_ := set $all "QUARKUS_HTTP_HOST" "0.0.0.0" -}}
{{-   if $strimzi -}}
{{-     $_ := set $all "KAFKA_BOOTSTRAP_SERVERS" "mostao-kafka-bootstrap:9093" -}}
{{-     $_ := set $all "KAFKA_SECURITY_PROTOCOL" "SSL" -}}
{{-     $_ := set $all "KAFKA_SSL_TRUSTSTORE_TYPE" "PEM" -}}
{{-     $_ := set $all "KAFKA_SSL_TRUSTSTORE_LOCATION" "/etc/mostao/kafka-ca/ca.crt" -}}
{{-     $_ := set $all "KAFKA_SSL_KEYSTORE_TYPE" "PKCS12" -}}
{{-     $_ := set $all "KAFKA_SSL_KEYSTORE_LOCATION" "/etc/mostao/kafka-user/user.p12" -}}
{{-   else -}}
{{-     $_ := set $all "KAFKA_BOOTSTRAP_SERVERS" "kafka:9092" -}}
{{-   end -}}
{{-   if $values.traces.enabled -}}
{{-     $_ := set $all "MOSTAO_TRACE_ENDPOINT" $values.traces.endpoint -}}
{{-   end -}}
{{-   $all = mergeOverwrite $all $values.settings.all -}}
{{- else if eq .name "units" -}}
{{-   if eq $values.database.mode "cloudnative-pg" -}}
{{-     $_ := set $all "DATABASE_URL" "jdbc:postgresql://database-rw:5432/mostao?sslmode=verify-full&sslrootcert=/etc/mostao/database-ca/ca.crt&" -}}
{{-   else -}}
{{-     $_ := set $all "DATABASE_URL" "jdbc:postgresql://database:5432/mostao?" -}}
{{-   end -}}
{{-   $all = mergeOverwrite $all $values.settings.units -}}
{{- else if eq .name "gateway" -}}
{{-   $_ := set $all "QUARKUS_SHUTDOWN_DELAY" "5s" -}}
{{-   $_ := set $all "QUARKUS_SHUTDOWN_TIMEOUT" "35s" -}}
{{-   $scheme := ternary "https" "http" $values.tls.enabled -}}
{{-   $_ := set $all "MOSTAO_UNITS_REGISTRY_URL" (printf "%s://registry-service:8101" $scheme) -}}
{{-   $_ := set $all "MOSTAO_UNITS_HANDLE_URL" (printf "%s://handle-service:8102" $scheme) -}}
{{-   $_ := set $all "MOSTAO_UNITS_SESSION_URL" (printf "%s://session-service:8103" $scheme) -}}
{{-   if $values.tls.enabled -}}
{{-     $_ := set $all "MOSTAO_TLS_FOLDER" "/etc/mostao/tls" -}}
{{-   end -}}
{{-   $all = mergeOverwrite $all $values.settings.gateway -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* Lays a Secret into every container of a pod spec: (dict "spec" … "name" … "secret" … "path" … "item" …) */}}
{{- define "mostao.mount" -}}
{{- $mount := dict "name" .name "mountPath" .path "readOnly" true -}}
{{- range concat (.spec.containers) (.spec.initContainers | default list) -}}
{{-   $_ := set . "volumeMounts" (append .volumeMounts $mount) -}}
{{- end -}}
{{- $secret := dict "secretName" .secret "defaultMode" 288 -}}
{{- if .item -}}
{{-   $_ := set $secret "items" (list (dict "key" .item "path" .item)) -}}
{{- end -}}
{{- $_ := set .spec "volumes" (append .spec.volumes (dict "name" .name "secret" $secret)) -}}
{{- end -}}

{{/* The same in the first container alone, as the Kustomize components do for what an init container doesn't need. */}}
{{- define "mostao.mount-first" -}}
{{- $init := .spec.initContainers -}}
{{- $_ := unset .spec "initContainers" -}}
{{- include "mostao.mount" . -}}
{{- if $init -}}
{{-   $_ := set .spec "initContainers" $init -}}
{{- end -}}
{{- end -}}

{{/* Completes a pod spec: (dict "root" $ "object" … "spec" …) */}}
{{- define "mostao.pod" -}}
{{- $root := .root -}}
{{- $spec := .spec -}}
{{- $name := .object.metadata.name -}}
{{- $component := get (.object.metadata.labels | default dict) "app.kubernetes.io/component" -}}
{{- range concat $spec.containers ($spec.initContainers | default list) -}}
{{-   $program := trimPrefix "mostao/" .image | replace "apache/" "" -}}
{{-   $_ := set . "image" (include "mostao.image" (dict "root" $root "name" $program)) -}}
{{-   if $root.Values.images.pullPolicy -}}
{{-     $_ := set . "imagePullPolicy" $root.Values.images.pullPolicy -}}
{{-   end -}}
{{- end -}}
{{- $container := first $spec.containers -}}
{{- if and (eq .object.kind "Deployment") -}}
{{-   $_ := set $container "resources" (deepCopy $root.Values.resources) -}}
{{-   if eq $root.Values.kafka.mode "strimzi" -}}
{{-     $password := dict "name" "KAFKA_SSL_KEYSTORE_PASSWORD" "valueFrom" (dict "secretKeyRef" (dict "name" $name "key" "user.password")) -}}
{{-     $_ := set $container "env" (append $container.env $password) -}}
{{-     include "mostao.mount-first" (dict "spec" $spec "name" "kafka-ca" "secret" "mostao-cluster-ca-cert" "path" "/etc/mostao/kafka-ca" "item" "ca.crt") -}}
{{-     include "mostao.mount-first" (dict "spec" $spec "name" "kafka-user" "secret" $name "path" "/etc/mostao/kafka-user" "item" "user.p12") -}}
{{-   end -}}
{{-   if and $root.Values.tls.enabled (eq $component "unit") -}}
{{-     $_ := set $container "env" (append $container.env (dict "name" "MOSTAO_TLS_FOLDER" "value" "/etc/mostao/tls")) -}}
{{-     range list $container.startupProbe $container.readinessProbe $container.livenessProbe -}}
{{-       $_ := set .httpGet "scheme" "HTTPS" -}}
{{-     end -}}
{{-   end -}}
{{- end -}}
{{- if and (eq $root.Values.database.mode "cloudnative-pg") (or (eq $component "unit") (eq $component "migration")) -}}
{{-   include "mostao.mount" (dict "spec" $spec "name" "database-ca" "secret" "database-ca" "path" "/etc/mostao/database-ca" "item" "ca.crt") -}}
{{- end -}}
{{- if and (eq .object.kind "Deployment") $root.Values.tls.enabled (ne $name "messenger") -}}
{{-   include "mostao.mount-first" (dict "spec" $spec "name" "tls" "secret" (printf "%s-tls-internal" $name) "path" "/etc/mostao/tls") -}}
{{- end -}}
{{- end -}}

{{/* Writes every object of one file: (dict "root" $ "file" "files/base/gateway.yaml") */}}
{{- define "mostao.file" -}}
{{- $root := .root -}}
{{- $text := $root.Files.Get .file -}}
{{- if not $text }}{{ fail (printf "%s is not in the chart" .file) }}{{ end -}}
{{- range $document := regexSplit "(?m)^---$" $text -1 -}}
{{-   $object := fromYaml $document -}}
{{-   if $object.Error }}{{ fail (printf "%s: %s" $.file $object.Error) }}{{ end -}}
{{-   if $object.kind -}}
{{-     $name := $object.metadata.name -}}
{{-     $part := dict "app.kubernetes.io/part-of" "mostao" -}}
{{-     $_ := set $object.metadata "labels" (merge ($object.metadata.labels | default dict) $part) -}}
{{-     if has $object.kind (list "Deployment" "StatefulSet" "Job") -}}
{{-       $template := $object.spec.template -}}
{{-       $_ := set $template.metadata "labels" (merge $template.metadata.labels $part) -}}
{{-       include "mostao.pod" (dict "root" $root "object" $object "spec" $template.spec) -}}
{{-     end -}}
{{-     range ($object.spec | default dict).volumeClaimTemplates -}}
{{-       $_ := set .metadata "labels" (merge (.metadata.labels | default dict) $part) -}}
{{-     end -}}
{{-     if eq $object.kind "Deployment" -}}
{{-       if and $root.Values.autoscaling.enabled (ne $name "registry-service") -}}
{{-         $_ := unset $object.spec "replicas" -}}
{{-       else -}}
{{-         $_ := set $object.spec "replicas" (get $root.Values.replicas $name) -}}
{{-       end -}}
{{-       $settings := "" -}}
{{-       range (first $object.spec.template.spec.containers).envFrom -}}
{{-         $settings = print $settings (include "mostao.settings" (dict "root" $root "name" .configMapRef.name)) -}}
{{-       end -}}
{{- /* A change of settings rolls the pods, as the hash in Kustomize's names does. */ -}}
{{-       $_ := set $object.spec.template.metadata "annotations" (dict "checksum/settings" (sha256sum $settings)) -}}
{{-     end -}}
{{-     if and (eq $object.kind "Service") (eq $name "gateway") $root.Values.service.type -}}
{{-       $_ := set $object.spec "type" $root.Values.service.type -}}
{{-       if $root.Values.service.nodePort -}}
{{-         $_ := set (first $object.spec.ports) "nodePort" ($root.Values.service.nodePort | int) -}}
{{-       end -}}
{{-     end -}}
{{-     if and (eq $object.kind "PodMonitor") $root.Values.tls.enabled (hasSuffix "-service" $name) -}}
{{-       $_ := set (first $object.spec.podMetricsEndpoints) "scheme" "https" -}}
{{-       $_ := set (first $object.spec.podMetricsEndpoints) "tlsConfig" (dict "insecureSkipVerify" true) -}}
{{-     end -}}
{{-     if and (eq $object.kind "Gateway") -}}
{{-       $_ := set $object.spec "gatewayClassName" $root.Values.gatewayApi.className -}}
{{-       $_ := set (first $object.spec.listeners) "hostname" $root.Values.host -}}
{{-     end -}}
{{-     if eq $object.kind "HTTPRoute" -}}
{{-       $_ := set $object.spec "hostnames" (list $root.Values.host) -}}
{{-     end -}}
{{-     if eq $object.kind "Ingress" -}}
{{-       $_ := set $object.spec "ingressClassName" $root.Values.ingress.className -}}
{{-       $_ := set (first $object.spec.tls) "hosts" (list $root.Values.host) -}}
{{-       $_ := set (first $object.spec.rules) "host" $root.Values.host -}}
{{-     end -}}
{{-     $object = mergeOverwrite $object (get $root.Values.overrides (printf "%s/%s" $object.kind $name) | default dict) }}
---
{{ toYaml $object }}
{{    end -}}
{{- end -}}
{{- end -}}
