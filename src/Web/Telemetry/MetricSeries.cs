using System.Diagnostics.Metrics;
using System.Text;

namespace Chameleon.Web.Telemetry;

/// <summary>What one instrument has measured under one set of labels. Thread-safe.</summary>
internal sealed class MetricSeries
{
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100];

    private readonly Lock gate = new();
    private readonly string kind;
    private readonly string? description;
    private readonly double[]? bounds;
    private readonly long[] buckets = [];
    private double sum;
    private long count;

    /// <param name="instrument">Who measures.</param>
    /// <param name="labels">Under which labels, written.</param>
    public MetricSeries(Instrument instrument, string labels)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        kind = type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? "counter" : type == typeof(Histogram<>) ? "histogram" : "gauge";
        Labels = labels;
        Name = PrometheusText.Name(instrument.Name, instrument.Unit, kind == "counter");
        IsAsked = instrument.IsObservable;
        description = instrument.Description;
        if (kind == "histogram")
        {
            bounds = Bounds(instrument);
            buckets = new long[bounds.Length];
        }
    }

    /// <summary>Its name, as Prometheus writes it.</summary>
    public string Name { get; }

    /// <summary>Its labels, written.</summary>
    public string Labels { get; }

    /// <summary>Whether it is asked for what there is in all, rather than told what happens.</summary>
    public bool IsAsked { get; }

    /// <summary>Forgets what was measured.</summary>
    public void Clear()
    {
        lock (gate)
        {
            (sum, count) = (0, 0);
        }
    }

    /// <summary>Takes a measurement.</summary>
    public void Add(double value)
    {
        lock (gate)
        {
            sum += value;
            count++;
            for (var i = 0; bounds is not null && i < bounds.Length; i++)
            {
                buckets[i] += value <= bounds[i] ? 1 : 0;
            }
        }
    }

    /// <summary>Writes what stands above all series of the name.</summary>
    public void WriteHead(StringBuilder text)
    {
        if (!string.IsNullOrEmpty(description))
        {
            text.Append("# HELP ").Append(Name).Append(' ').Append(PrometheusText.Escape(description)).Append('\n');
        }

        text.Append("# TYPE ").Append(Name).Append(' ').Append(kind).Append('\n');
    }

    /// <summary>Writes what was measured.</summary>
    public void Write(StringBuilder text)
    {
        lock (gate)
        {
            if (IsAsked && count == 0)
            {
                // Whoever was asked has nothing to say any more.
                return;
            }

            if (bounds is null)
            {
                PrometheusText.Line(text, Name, Labels, sum);
                return;
            }

            for (var i = 0; i < bounds.Length; i++)
            {
                PrometheusText.Line(text, $"{Name}_bucket", PrometheusText.With(Labels, "le", PrometheusText.Number(bounds[i])), buckets[i]);
            }

            PrometheusText.Line(text, $"{Name}_bucket", PrometheusText.With(Labels, "le", "+Inf"), count);
            PrometheusText.Line(text, $"{Name}_sum", Labels, sum);
            PrometheusText.Line(text, $"{Name}_count", Labels, count);
        }
    }

    private static double[] Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => UsualBounds,
    };
}
