using Chameleon.Connector.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Chameleon.Web.Telemetry;

/// <summary>
/// Sends spans and measurements to a collector, where the environment names one; what else the environment may say of it
/// (headers, protocol, sampling, the service's name) the OpenTelemetry SDK reads by itself.
/// </summary>
internal static class OpenTelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "chameleon";

    /// <summary>Registers it, and nothing when no collector is named.</summary>
    public static void AddOpenTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint]))
        {
            return;
        }

        services.AddHostedService(_ => new Exporter());
    }

    /// <summary>Sends from the start of the program to its end.</summary>
    private sealed class Exporter : IHostedService, IDisposable
    {
        private readonly TracerProvider traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource("Microsoft.AspNetCore", OpenTelemetryChatClient.DefaultSourceName)
            .AddOtlpExporter()
            .Build();

        private readonly MeterProvider meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter([.. MetricsCollector.Meters, OpenTelemetryChatClient.DefaultSourceName])
            .AddOtlpExporter()
            .Build();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            traces.Dispose();
            meters.Dispose();
        }

        private static void Describe(ResourceBuilder resource) => resource.AddService(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? ServiceName);
    }
}
