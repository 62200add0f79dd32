# Versions of everything that tests and demo run against. Java reads images from here, too: a line is a name, = and a value.
# shellcheck shell=bash disable=SC2034

# Later 1.34 releases have staging modules that the checksum database refuses.
KUBERNETES_VERSION=1.34.4
K3S_IMAGE=rancher/k3s:v1.34.4-k3s1

MINIO_IMAGE=minio/minio:RELEASE.2025-09-07T16-13-09Z
MINIO_MODULE=github.com/minio/minio@v0.0.0-20250907161309-07c3a429bfed
MINIO_RELEASE=2025-09-07T16:13:09Z

TOXIPROXY_IMAGE=ghcr.io/shopify/toxiproxy:2.5.0
TOXIPROXY_MODULE=github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0

KWOK_MODULE=sigs.k8s.io/kwok/cmd/kwok@v0.8.0

HELM_MODULE=helm.sh/helm/v3/cmd/helm@v3.18.6
AWSCLI_VERSION=1.45.11

VERSITYGW_MODULE=github.com/versity/versitygw/cmd/versitygw@v1.8.0

DEBIAN=bookworm
JRE_IMAGE=eclipse-temurin:17-jre-noble
