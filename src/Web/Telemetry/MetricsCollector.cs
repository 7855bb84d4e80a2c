using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Chameleon.Connector.Telemetry;

namespace Chameleon.Web.Telemetry;

/// <summary>
/// Collects what the program's meters measure, and writes it as Prometheus reads it. Counts from the moment that it is
/// made. Thread-safe.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>Kind of the text.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Whose measurements.</summary>
    public static readonly string[] Meters =
        [ChameleonEngineMeter.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Most series; a label that takes any value would fill the memory otherwise.</summary>
    private const int MaxSeries = 5000;

    private readonly ConcurrentDictionary<string, MetricSeries> series = [];
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();

    public MetricsCollector()
    {
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Listen<byte>(static value => value);
        Listen<short>(static value => value);
        Listen<int>(static value => value);
        Listen<long>(static value => value);
        Listen<float>(static value => value);
        Listen<double>(static value => value);
        Listen<decimal>(static value => (double)value);
        listener.Start();
    }

    /// <summary>Everything that was measured, as text.</summary>
    public string Write()
    {
        lock (gate)
        {
            // Those that are asked tell what there is in all, and several of one name add up.
            foreach (var asked in series.Values.Where(one => one.IsAsked))
            {
                asked.Clear();
            }

            listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var metric in series.Values.GroupBy(one => one.Name).OrderBy(metric => metric.Key, StringComparer.Ordinal))
            {
                metric.First().WriteHead(text);
                foreach (var one in metric.OrderBy(one => one.Labels, StringComparer.Ordinal))
                {
                    one.Write(text);
                }
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Listen<T>(Func<T, double> toNumber)
        where T : struct => listener.SetMeasurementEventCallback<T>((instrument, value, tags, _) =>
        {
            var labels = PrometheusText.Labels(tags);
            var key = $"{instrument.Name}\n{labels}";
            if (series.TryGetValue(key, out var known) || (series.Count < MaxSeries && (known = series.GetOrAdd(key, _ => new MetricSeries(instrument, labels))) is not null))
            {
                known.Add(toNumber(value));
            }
        });
}
