# The image of a release: the binary that goreleaser built, for each platform.
# Dockerfile builds the same from the source.

FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/ukemi /ukemi
# All interfaces of the container; what is published is the caller's choice.
ENV UKEMI_LISTEN=0.0.0.0:8787
EXPOSE 8787
USER nonroot:nonroot
ENTRYPOINT ["/ukemi"]
CMD ["serve"]
