using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Chameleon.Web.Telemetry;

namespace Chameleon.Web.Tests.Api;

public sealed partial class MetricsTests(ApiSite site) : IClassFixture<ApiSite>
{
    [Fact]
    public async Task What_the_engine_does_is_there_for_Prometheus()
    {
        await site.AskAsync("chat/completions", new { messages = new[] { new { role = "user", content = "Hi" } }, max_tokens = 3 });
        using var response = await site.Http.GetAsync(new Uri(site.Address, "/metrics"));
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
        Assert.Contains("# TYPE chameleon_engine_requests_finished_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains("chameleon_engine_tokens_generated_total{chameleon_model=\"chameleon-tiny\"} ", text, StringComparison.Ordinal);
        Assert.Contains("chameleon_engine_queue_time_seconds_bucket{chameleon_model=\"chameleon-tiny\",le=\"+Inf\"} ", text, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_count{", text, StringComparison.Ordinal);
        Assert.Contains("chameleon_engine_memory_bytes{", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http.server.request.duration", "s", false, "http_server_request_duration_seconds")]
    [InlineData("dotnet.gc.collections", "{collection}", true, "dotnet_gc_collections_total")]
    [InlineData("chameleon.engine.decode.rate", "{token}/s", false, "chameleon_engine_decode_rate_tokens_per_second")]
    public void Names_say_their_unit(string name, string unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusText.Name(name, unit, isCounter));

    [Fact]
    public void Labels_cannot_break_out_of_their_line()
    {
        KeyValuePair<string, object?>[] tags = [new("b.c", "x\"} 1\nevil 2"), new("a", "\\")];

        Assert.Equal("""{a="\\",b_c="x\"} 1\nevil 2"}""", PrometheusText.Labels(tags));
    }

    [Fact]
    public void A_histogram_counts_into_every_bucket_that_is_large_enough()
    {
        using var collector = new MetricsCollector();
        using var meter = new Meter("System.Runtime");
        var name = $"test.{Guid.NewGuid():N}";
        var histogram = meter.CreateHistogram(name, "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        histogram.Record(0.5);
        histogram.Record(1.5);
        histogram.Record(7);

        var written = PrometheusText.Name(name, "s", isCounter: false);
        var lines = collector.Write().Split('\n').Where(line => line.StartsWith(written, StringComparison.Ordinal));
        Assert.Equal([$"{written}_bucket{{le=\"1\"}} 1", $"{written}_bucket{{le=\"2\"}} 2", $"{written}_bucket{{le=\"+Inf\"}} 3", $"{written}_sum 9", $"{written}_count 3"], lines);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) .+|[a-z_][a-z0-9_]*(\{[a-z_][a-z0-9_]*="([^"\\\n]|\\.)*"(,[a-z_][a-z0-9_]*="([^"\\\n]|\\.)*")*\})? (-?[0-9.E+-]+|\+Inf|-Inf|NaN))$""")]
    private static partial Regex Line();
}
