using System.Text.Json;
using Chameleon.Cli.CommandLine;

namespace Chameleon.Cli.Tests.Commands;

public class AskCommandGoldenTests
{
    /// <summary>A rounding may turn a choice that is closer than this; those cases are the engine's own tests' business.</summary>
    private const double SafeMargin = 0.05;

    private static readonly JsonElement[] Cases =
        [.. Golden.Index("demo").GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("kind").GetString() == "ask" && one.GetProperty("margin").GetDouble() > SafeMargin)];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public async Task The_greedy_answer_is_the_references(int index)
    {
        var arguments = new List<string> { "ask", "--temperature", "0" };
        foreach (var part in Cases[index].GetProperty("parts").EnumerateArray())
        {
            arguments.AddRange(part.TryGetProperty("image", out var image)
                ? ["--image", Golden.Path("demo", "pictures", image.GetString()!)]
                : [part.GetProperty("text").GetString()!]);
        }

        var run = await CommandRun.Of([.. arguments]);
        run.ShouldSucceed();
        Assert.Equal(Cases[index].GetProperty("answer").GetString() + "\n", run.Output);
    }
}
