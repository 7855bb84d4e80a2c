# syntax=docker/dockerfile:1
# docker build -t chameleon . && docker run --rm -p 127.0.0.1:8080:8080 -v chameleon:/data --read-only --tmpfs /tmp chameleon
# What it does on a machine without a container engine: eng/dockerless.sh. More: docs/deploy.md.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN eng/setup.sh \
 && dotnet publish src/Web -c Release --use-current-runtime --self-contained false -o /app \
 && mkdir -p /app/models \
 && cp -r models/chameleon-tiny /app/models/

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
COPY LICENSE THIRD-PARTY-NOTICES.md /app/
RUN install -d -o "$APP_UID" -g "$APP_UID" -m 700 /data
ENV ASPNETCORE_HTTP_PORTS= \
    CHAMELEON_LISTEN=0.0.0.0 \
    CHAMELEON_PORT=8080 \
    CHAMELEON_AUTH=true \
    CHAMELEON_DATA=/data \
    CHAMELEON_OPEN=false \
    DOTNET_EnableDiagnostics=0 \
    HOME=/tmp
VOLUME /data
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <&3"]
ENTRYPOINT ["dotnet", "/app/Chameleon.Web.dll"]
