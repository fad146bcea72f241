# The client is built with everything that it takes; what runs is the server's sources as they are.
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without scripts: one of them would fetch a second Node beside that of the base image.
RUN npm ci --ignore-scripts
COPY vite.config.ts ./
COPY client client
COPY shared shared
# Not by npm, which would look for that second Node first.
RUN node client/build.ts

FROM node:26-slim AS production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:26-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY shared shared
COPY server server
# `docker exec … node client/shell/ajil.ts` is the shell, and the feed is what it watches with.
COPY client/feed client/feed
COPY client/shell client/shell
# A new volume takes its owner from here. With WORKERS above 1 the hub writes to /tmp too, and nowhere else.
RUN mkdir /data && chown node:node /data
VOLUME /data
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
# A Redis that is away is no reason to restart a hub: /readyz would say so, /healthz does not.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Not by npm: signals arrive at the hub itself.
CMD ["node", "server/main.ts"]
