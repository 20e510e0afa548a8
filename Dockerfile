# The native edge with its playground, as one static binary in an image that has
# neither a shell nor a package manager, run by a user without rights:
#
#   docker build -t ukemi .
#   docker run --rm -p 127.0.0.1:8787:8787 -e UKEMI_UPSTREAM=https://api.openai.com/v1 ukemi
#
# Without UKEMI_UPSTREAM it stands in front of the demo provider.

FROM node:24-bookworm-slim AS node

FROM golang:1.26-bookworm AS build
COPY --from=node /usr/local/bin /usr/local/bin
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
WORKDIR /src
COPY . .
RUN make playground \
 && CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /edge ./cmd/edge

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /edge /edge
# All interfaces of the container; what is published is the caller's choice.
ENV UKEMI_LISTEN=0.0.0.0:8787
EXPOSE 8787
USER nonroot:nonroot
ENTRYPOINT ["/edge"]
