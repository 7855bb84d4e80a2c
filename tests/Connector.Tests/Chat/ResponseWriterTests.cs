using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>Whatever the engine may send, the stream and what it coalesces to tell the same.</summary>
public sealed class ResponseWriterTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private static readonly GenerationUsage Usage = new(10, 4, 7, 512, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    private static readonly string[] Words = ["", "a", " b", "\n", "é", "💗", "<s>", " the"];

    [Fact]
    public async Task A_stream_coalesces_to_what_was_streamed_whatever_it_was()
    {
        var random = new Random(20);
        for (var round = 0; round < 60; round++)
        {
            var steps = RandomAnswer(random);
            var updates = await WriteAsync(steps, new GenerationOptions { Seed = 5, CacheScope = round % 2 == 0 ? "scope" : null });
            Assert.Equal(steps, updates.Select(update => update.Step()));
            var response = updates.ToChatResponse();
            var contents = Assert.Single(response.Messages).Contents;
            Assert.Equal(Expected(steps), contents.Where(content => content is not ImageGenerationToolResultContent).Select(Describe));
            var previews = contents.OfType<ImageGenerationToolResultContent>().ToList();
            Assert.Equal(previews.Count, previews.Select(preview => preview.CallId).Distinct().Count());
            Assert.Equal(LastPreviews(steps), previews.Select(preview => ImageDecoder.Decode(((DataContent)preview.Outputs![0]).Data.Span).Width));
            Assert.Equal((10, 519, 529, 4), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount, response.Usage.CachedInputTokenCount));
            Assert.Equal(((GenerationUpdate.Finished)steps[^1]).Reason == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop, response.FinishReason);
        }
    }

    [Fact]
    public async Task Waiting_is_told_without_contents()
    {
        var updates = await WriteAsync([new GenerationUpdate.Queued(0, 3), new GenerationUpdate.Finished(0, FinishReason.Stop, Usage)], new GenerationOptions { Seed = 1 });
        Assert.Empty(updates[0].Contents);
        Assert.Equal(3, ((GenerationUpdate.Queued)updates[0].Step()).Ahead);
    }

    [Fact]
    public async Task A_filter_turns_text_into_what_it_sees_fit_and_may_know_better_why_it_ended()
    {
        GenerationUpdate[] steps =
        [
            new GenerationUpdate.Text(0, "ca", [1]), new GenerationUpdate.Text(0, "", [2]), new GenerationUpdate.Text(0, "ll", [3]),
            new GenerationUpdate.Finished(0, FinishReason.Stop, Usage),
        ];
        var updates = await WriteAsync(steps, new GenerationOptions { Seed = 1 }, new Shouting());
        Assert.Equal(["", "", "", "CALL"], updates.Select(update => update.Text));
        Assert.Equal(ChatFinishReason.ToolCalls, updates[^1].FinishReason);
        Assert.IsType<UsageContent>(updates[^1].Contents[^1]);
    }

    private static List<GenerationUpdate> RandomAnswer(Random random)
    {
        var steps = new List<GenerationUpdate>();
        var (picture, isCut) = (0, false);
        for (var part = random.Next(4); part >= 0 && !isCut; part--)
        {
            for (var words = random.Next(5); words > 0; words--)
            {
                steps.Add(new GenerationUpdate.Text(0, Words[random.Next(Words.Length)], [random.Next(1600)]));
            }

            if (random.Next(3) == 0)
            {
                continue;
            }

            for (var progress = random.Next(4); progress > 0; progress--)
            {
                steps.Add(new GenerationUpdate.PictureProgress(0, picture, progress, 256, random.Next(2) == 0 ? null : Pixels(steps.Count + 1)));
            }

            isCut = random.Next(6) == 0;
            steps.Add(isCut ? new GenerationUpdate.IncompletePicture(0, picture, [1, 2], 256) : new GenerationUpdate.Picture(0, picture, [1, 2, 3], Pixels(90)));
            picture++;
        }

        steps.Add(new GenerationUpdate.Finished(0, isCut ? FinishReason.Length : random.Next(2) == 0 ? FinishReason.Stop : FinishReason.PictureDone, Usage));
        return steps;
    }

    private static List<string> Expected(IEnumerable<GenerationUpdate> steps)
    {
        var expected = new List<string>();
        foreach (var step in steps)
        {
            if (step is GenerationUpdate.Text { Value: { Length: > 0 } value })
            {
                if (expected is [.., ['t', ..]])
                {
                    expected[^1] += value;
                }
                else
                {
                    expected.Add("t" + value);
                }
            }
            else if (step is GenerationUpdate.Picture picture)
            {
                expected.Add($"picture-{picture.Index + 1}.png");
            }
            else if (step is GenerationUpdate.IncompletePicture cut)
            {
                expected.Add($"cut {cut.Index + 1}");
            }
        }

        return expected;
    }

    private static IEnumerable<int> LastPreviews(IEnumerable<GenerationUpdate> steps) => steps
        .OfType<GenerationUpdate.PictureProgress>()
        .Where(step => step.Preview is not null)
        .GroupBy(step => step.Index)
        .Select(steps => steps.Last().Preview!.Width);

    private static string Describe(AIContent content) => content switch
    {
        TextContent text => "t" + text.Text,
        DataContent data => data.Name!,
        ErrorContent error => $"cut {error.Message.Split(' ')[1]}",
        _ => content.GetType().Name,
    };

    private static PixelImage Pixels(int width) => new(width, 1, new byte[3 * width]);

    private async Task<List<ChatResponseUpdate>> WriteAsync(IEnumerable<GenerationUpdate> steps, GenerationOptions options, IAnswerShape? shape = null)
    {
        var prompt = new ChatPrompt([], options, 0, 0, new ConversationTrace(null));
        using var writer = new ResponseWriter(
            new ChatRequest([], "", options, shape), prompt, await demo.Host.GetEngineAsync(), "model", new ConversationMemory(1));
        var updates = new List<ChatResponseUpdate>();
        foreach (var step in steps)
        {
            updates.Add(await writer.WriteAsync(step, CancellationToken.None));
        }

        return updates;
    }

    private sealed class Shouting : IAnswerShape, IAnswerFilter
    {
        private string held = "";

        public string? Instructions => null;

        public GenerationOptions Constrain(GenerationOptions options, Engine.ChameleonEngine engine) => options;

        public IAnswerFilter CreateFilter() => this;

        public void Push(string text, IList<AIContent> contents) => held += text.ToUpperInvariant();

        public ChatFinishReason? Finish(IList<AIContent> contents)
        {
            contents.Add(new TextContent(held));
            return ChatFinishReason.ToolCalls;
        }
    }
}
