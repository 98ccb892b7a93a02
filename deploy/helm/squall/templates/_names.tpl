{{- define "squall.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 53 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "squall.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "squall.labels" -}}
{{ include "squall.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "squall.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "squall.name" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "squall.databaseSecret" -}}
{{- .Values.database.existingSecret.name | default (printf "%s-database" (include "squall.name" .)) -}}
{{- end -}}

{{- /* Empty where pods have a role instead of keys. */ -}}
{{- define "squall.blobsSecret" -}}
{{- if .Values.blobs.existingSecret.name -}}
{{- .Values.blobs.existingSecret.name -}}
{{- else if .Values.blobs.accessKeyId -}}
{{- printf "%s-blobs" (include "squall.name" .) -}}
{{- end -}}
{{- end -}}

{{- /* Empty where the first node makes them. */ -}}
{{- define "squall.rootSecret" -}}
{{- if .Values.rootCredentials.existingSecret -}}
{{- .Values.rootCredentials.existingSecret -}}
{{- else if .Values.rootCredentials.accessKeyId -}}
{{- printf "%s-root" (include "squall.name" .) -}}
{{- end -}}
{{- end -}}

{{- define "squall.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{- /* By which names clients come. */ -}}
{{- define "squall.hosts" -}}
{{- $name := include "squall.name" . -}}
{{- $own := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) (printf "%s.%s.svc.cluster.local" $name .Release.Namespace) -}}
{{- concat $own .Values.allowedHosts | join "," -}}
{{- end -}}

{{- /* What the server asks for, whose container the pod's first one is like. */ -}}
{{- define "squall.containerSecurity" -}}
{{- if .Values.securityContext -}}
{{- toYaml .Values.securityContext -}}
{{- else if eq .Values.sandbox "user-namespaces" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
# A function's own /proc can be mounted only where the container's hides nothing.
procMount: Unmasked
capabilities:
  drop: [ALL]
{{- else -}}
runAsUser: 0
runAsGroup: 0
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
  add: [SYS_ADMIN, SYS_CHROOT, SYS_PTRACE, NET_ADMIN, NET_BIND_SERVICE, SETUID, SETGID, SETPCAP, MKNOD, CHOWN, KILL, DAC_OVERRIDE]
{{- end -}}
{{- end -}}
