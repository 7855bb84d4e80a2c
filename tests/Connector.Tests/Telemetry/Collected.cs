using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Chameleon.Connector.Tests.Telemetry;

/// <summary>The real OpenTelemetry SDK, which keeps what it is told by one source.</summary>
internal sealed class Collected : IDisposable
{
    private readonly SpanKeeper spans = new();
    private readonly MetricKeeper metrics = new();
    private readonly TracerProvider tracer;
    private readonly MeterProvider meter;

    public Collected(string source)
    {
        tracer = Sdk.CreateTracerProviderBuilder()
            .AddSource(source)
            .AddProcessor(new SimpleActivityExportProcessor(spans))
            .Build();
        meter = Sdk.CreateMeterProviderBuilder()
            .AddMeter(source)
            .AddReader(new BaseExportingMetricReader(metrics))
            .Build();
    }

    public IReadOnlyList<Activity> Spans => spans.Kept;

    /// <summary>Everything measured so far: each series by its instrument, with its tags.</summary>
    public IReadOnlyList<Series> Measure()
    {
        metrics.Kept.Clear();
        meter.ForceFlush();
        return [.. metrics.Kept];
    }

    public void Dispose()
    {
        tracer.Dispose();
        meter.Dispose();
    }

    /// <summary>One series: count and sum of a histogram, or a value as its sum.</summary>
    public sealed record Series(string Name, string Unit, Dictionary<string, object?> Tags, long Count, double Sum);

    private sealed class SpanKeeper : BaseExporter<Activity>
    {
        public List<Activity> Kept { get; } = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch)
            {
                Kept.Add(activity);
            }

            return ExportResult.Success;
        }
    }

    private sealed class MetricKeeper : BaseExporter<Metric>
    {
        public List<Series> Kept { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var tags = new Dictionary<string, object?>();
                    foreach (var (key, value) in point.Tags)
                    {
                        tags[key] = value;
                    }

                    var (count, sum) = metric.MetricType switch
                    {
                        MetricType.Histogram => (point.GetHistogramCount(), point.GetHistogramSum()),
                        MetricType.LongSum or MetricType.LongSumNonMonotonic => (1, point.GetSumLong()),
                        _ => throw new NotSupportedException(metric.MetricType.ToString()),
                    };
                    Kept.Add(new Series(metric.Name, metric.Unit, tags, count, sum));
                }
            }

            return ExportResult.Success;
        }
    }
}
