# One image for every service and the identity provider; compose.yaml says what each container runs.
# SDK_IMAGE: Debian-based, with the .NET 10 SDK, Node.js 20 or newer and npm.
# RUNTIME_IMAGE: Debian-based, with the ASP.NET Core 10 runtime.
ARG SDK_IMAGE
ARG RUNTIME_IMAGE

FROM ${SDK_IMAGE} AS build
WORKDIR /src
COPY . .
RUN dotnet build cli/Phr.Cli.csproj -c Release --nologo
RUN npm ci --omit=dev && rm -rf node_modules/com.github.asus4.onnxruntime node_modules/@medplum

FROM ${RUNTIME_IMAGE}
WORKDIR /phr
COPY --from=build /src/artifacts/bin/Phr.Cli/release /phr/bin
COPY --from=build /src/Phr.sln /src/package.json /phr/
COPY --from=build /src/node_modules /phr/node_modules
COPY --from=build /src/consent-service/identity /phr/consent-service/identity
COPY --from=build /src/model-service/models /phr/model-service/models
RUN useradd --system --home-dir /data phr && mkdir -p /data/clients && chown -R phr: /data
USER phr
VOLUME /data
ENTRYPOINT ["dotnet", "/phr/bin/phr.dll"]
