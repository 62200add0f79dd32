{{- define "spinrun.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- printf "%s-operator" .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s-operator" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "spinrun.selectorLabels" -}}
app.kubernetes.io/name: spinrun-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "spinrun.labels" -}}
{{ include "spinrun.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: spinrun
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "spinrun.serviceAccountName" -}}
{{- default (include "spinrun.fullname" .) .Values.serviceAccount.name -}}
{{- end -}}

{{/* What the operator does in a namespace with runs, and nothing else. */}}
{{- define "spinrun.rules" -}}
# Patched for its finalizer alone, and only where a run asks for its folder to be deleted with it.
- apiGroups: [spinrun.dev]
  resources: [spinruns]
  verbs: [get, list, watch, patch]
- apiGroups: [spinrun.dev]
  resources: [spinruns/status]
  verbs: [patch]
# Owner references that block deletion need this where that admission plugin is on.
- apiGroups: [spinrun.dev]
  resources: [spinruns/finalizers]
  verbs: [update]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create]
# Of a training with several workers: how they find each other, and who may reach them.
- apiGroups: [""]
  resources: [services]
  verbs: [get, create]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, create]
# Credentials are read by name; nothing is listed or watched.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
# Listed for a Job that lacks pods, or a pod that does not start, alone: what the cluster's controllers say of it.
- apiGroups: [""]
  resources: [events]
  verbs: [list, create]
{{- end -}}
