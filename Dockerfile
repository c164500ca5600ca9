# syntax=docker/dockerfile:1
# Targets: kezhong (register, gateway, Node-RED, simulated fleet, kz) and ingest, which also prints reports.
ARG KZ_REGISTRY=

FROM ${KZ_REGISTRY}library/node:24.19.0-bookworm-slim AS dependencies
ARG KZ_NPM_REGISTRY=
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --no-audit --no-fund ${KZ_NPM_REGISTRY:+--registry=${KZ_NPM_REGISTRY}}

FROM ${KZ_REGISTRY}library/debian:bookworm-20260824-slim AS kezhong
LABEL org.opencontainers.image.title="kezhong 刻钟" \
      org.opencontainers.image.description="IoT data pipeline for smart-community facilities" \
      org.opencontainers.image.licenses="Apache-2.0"
# The folders that become volumes: a new volume takes over owner and mode.
RUN groupadd --gid 10001 kezhong \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin kezhong \
 && install -d -o 10001 -g 10001 -m 0700 /data \
 && install -d -o 10001 -g 10001 -m 0750 /secrets /secrets/setup /secrets/ingest /secrets/grafana /secrets/prometheus
WORKDIR /app
# Node is the npm package `node`, the very one the tests run on; nothing else of the builder is taken.
COPY --from=dependencies /app/node_modules ./node_modules
COPY . .
RUN printf '#!/bin/sh\nexec node /app/kz/main.ts "$@"\n' > /usr/local/bin/kz && chmod 0755 /usr/local/bin/kz
ENV PATH=/app/node_modules/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    NODE_ENV=production HOME=/tmp KZ_DATA=/data KZ_BIND=0.0.0.0
USER 10001:10001
EXPOSE 1880 1883 8080 8083 8883
# Of the command below; docker-compose.yml has one for each of the others.
HEALTHCHECK --interval=15s --timeout=6s --retries=4 --start-period=60s CMD ["node", "healthy.ts", "http://127.0.0.1:8083/health"]
CMD ["node", "gateway/main.ts"]

FROM kezhong AS ingest
ARG KZ_DEBIAN_MIRROR=
USER root
RUN if [ -n "${KZ_DEBIAN_MIRROR}" ]; then sed -Ei "s|https?://[^/ ]+/|${KZ_DEBIAN_MIRROR}/|" /etc/apt/sources.list.d/debian.sources; fi \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fontconfig fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives \
 && fc-cache -f
USER 10001:10001
HEALTHCHECK --interval=15s --timeout=6s --retries=4 --start-period=60s CMD ["node", "healthy.ts", "http://127.0.0.1:8080/health"]
CMD ["node", "ingest/main.ts"]
