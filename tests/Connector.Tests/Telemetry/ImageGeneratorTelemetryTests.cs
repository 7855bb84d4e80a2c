using Chameleon.Connector.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Tests.Telemetry;

public sealed class ImageGeneratorTelemetryTests
{
    private static readonly ImageGenerationRequest Request = new("a secret garden", [new DataContent(new byte[] { 1, 2, 3 }, "image/png")]);

    [Fact]
    public async Task A_drawing_is_a_span_and_a_duration()
    {
        var source = $"Tests.{Guid.NewGuid():N}";
        using var collected = new Collected(source);
        using var generator = new ScriptedImageGenerator().WithOpenTelemetry(source);

        var response = await generator.GenerateAsync(Request, new ImageGenerationOptions { Count = 2 });

        Assert.Single(response.Contents);
        var span = Assert.Single(collected.Spans);
        Assert.Equal("generate_content painter-1", span.DisplayName);
        Assert.Equal("image", span.GetTagItem("gen_ai.output.type"));
        Assert.Equal(2, span.GetTagItem("gen_ai.request.choice.count"));
        Assert.Equal(11L, span.GetTagItem("gen_ai.usage.output_tokens"));
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("garden", StringComparison.Ordinal));
        Assert.Contains(collected.Measure(), series => series.Name == "gen_ai.client.operation.duration" && series.Count == 1);
    }

    [Fact]
    public async Task A_prompt_for_a_picture_is_captured_only_when_asked_for()
    {
        var source = $"Tests.{Guid.NewGuid():N}";
        using var collected = new Collected(source);
        using var generator = new ScriptedImageGenerator().WithOpenTelemetry(source, traced => traced.EnableSensitiveData = true);

        await generator.GenerateAsync(Request);

        Assert.Equal(
            """[{"role":"user","parts":[{"type":"blob","modality":"image","mime_type":"image/png","bytes":3},{"type":"text","content":"a secret garden"}]}]""",
            Assert.Single(collected.Spans).GetTagItem("gen_ai.input.messages"));
    }

    [Fact]
    public async Task A_drawing_is_logged_and_its_failure_too()
    {
        using var log = new LogLines();
        using var generator = new ScriptedImageGenerator().WithLogging(log);
        using var failing = new ScriptedImageGenerator { Failure = new InvalidOperationException("no paint") }.WithLogging(log);

        await generator.GenerateAsync(Request);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.GenerateAsync(Request));

        Assert.Equal("generate_image painter-1 invoked.", log.All[0].Text);
        Assert.StartsWith("generate_image painter-1 completed", log.All[1].Text, StringComparison.Ordinal);
        Assert.Equal((LogLevel.Information, "Prompt tokens: 2. Completion tokens: 11. Total tokens: 13."), log.All[2]);
        Assert.Equal(LogLevel.Error, log.All[^1].Level);
        Assert.DoesNotContain("garden", log.Everything, StringComparison.Ordinal);
    }

    private sealed class ScriptedImageGenerator : IImageGenerator
    {
        public Exception? Failure { get; init; }

        public Task<ImageGenerationResponse> GenerateAsync(
            ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Failure is not null
                ? throw Failure
                : Task.FromResult(new ImageGenerationResponse([new DataContent(new byte[] { 1 }, "image/png")])
                {
                    Usage = new UsageDetails { InputTokenCount = 2, OutputTokenCount = 11, TotalTokenCount = 13 },
                });

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ImageGeneratorMetadata) ? new ImageGeneratorMetadata("scripted", null, "painter-1") : null;

        public void Dispose()
        {
        }
    }
}
