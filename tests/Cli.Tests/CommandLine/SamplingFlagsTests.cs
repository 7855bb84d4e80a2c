using System.CommandLine;
using Chameleon.Cli.CommandLine;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Tests.CommandLine;

public class SamplingFlagsTests
{
    [Fact]
    public void Without_flags_the_defaults_hold() => Assert.Equal(SamplingOptions.ForText, Read(""));

    [Fact]
    public void A_temperature_of_zero_is_greedy_without_any_penalty() => Assert.Equal(SamplingOptions.Greedy, Read("--temperature 0"));

    [Fact]
    public void Greedy_takes_what_else_was_asked_for() =>
        Assert.Equal(SamplingOptions.Greedy with { RepetitionPenalty = 1.5f }, Read("--repetition-penalty 1.5 -t 0"));

    [Fact]
    public void Every_flag_reaches_its_option() => Assert.Equal(
        new SamplingOptions
        {
            Temperature = 0.5f,
            TopP = 0.25f,
            TopK = 7,
            MinP = 0.125f,
            TypicalP = 0.75f,
            RepetitionPenalty = 1.5f,
            FrequencyPenalty = -1,
            PresencePenalty = 2,
        },
        Read("--temperature 0.5 --top-p 0.25 --top-k 7 --min-p 0.125 --typical-p 0.75 --repetition-penalty 1.5 --frequency-penalty -1 --presence-penalty 2"));

    private static SamplingOptions Read(string line)
    {
        var flags = new SamplingFlags();
        var command = new Command("ask");
        flags.AddTo(command);
        var result = command.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), ChameleonCommandLine.Parsing);
        Assert.Empty(result.Errors);
        return flags.Read(result, SamplingOptions.ForText);
    }
}
