using System.CommandLine;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.CommandLine;

/// <summary>The options that say how tokens are chosen. What the engine refuses it refuses with value and limit.</summary>
internal sealed class SamplingFlags
{
    private readonly Option<float?> temperature = Flag<float?>("--temperature", "Divides the logits; 0 always takes the likeliest token", "T", "-t");
    private readonly Option<float?> topP = Flag<float?>("--top-p", "Keeps the likeliest tokens that together have this probability", "P");
    private readonly Option<int?> topK = Flag<int?>("--top-k", "Keeps the K likeliest tokens; 0 keeps all", "K");
    private readonly Option<float?> minP = Flag<float?>("--min-p", "Drops tokens below this share of the likeliest one's probability", "P");
    private readonly Option<float?> typicalP = Flag<float?>("--typical-p", "Keeps the tokens of most typical information content up to this probability", "P");
    private readonly Option<float?> repetition = Flag<float?>("--repetition-penalty", "Makes tokens that came up already less likely; 1 is off", "R");
    private readonly Option<float?> frequency = Flag<float?>("--frequency-penalty", "Subtracted for each earlier occurrence, -2 to 2", "F");
    private readonly Option<float?> presence = Flag<float?>("--presence-penalty", "Subtracted once for each token of the answer, -2 to 2", "F");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { temperature, topP, topK, minP, typicalP, repetition, frequency, presence })
        {
            command.Add(option);
        }
    }

    /// <summary>What the command line says, over defaults; a temperature of 0 starts from greedy, without any penalty.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="defaults">What holds where it says nothing.</param>
    public SamplingOptions Read(ParseResult result, SamplingOptions defaults)
    {
        var chosen = result.GetValue(temperature);
        var start = chosen == 0 ? SamplingOptions.Greedy : defaults;
        return start with
        {
            Temperature = chosen ?? start.Temperature,
            TopP = result.GetValue(topP) ?? start.TopP,
            TopK = result.GetValue(topK) ?? start.TopK,
            MinP = result.GetValue(minP) ?? start.MinP,
            TypicalP = result.GetValue(typicalP) ?? start.TypicalP,
            RepetitionPenalty = result.GetValue(repetition) ?? start.RepetitionPenalty,
            FrequencyPenalty = result.GetValue(frequency) ?? start.FrequencyPenalty,
            PresencePenalty = result.GetValue(presence) ?? start.PresencePenalty,
        };
    }

    /// <summary>An option with its help.</summary>
    public static Option<T> Flag<T>(string name, string description, string value, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = value };
}
