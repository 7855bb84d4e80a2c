using System.CommandLine;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Cli.CommandLine;

/// <summary>How weights are quantised while a model is loaded.</summary>
internal sealed class QuantizeFlags
{
    private readonly Option<string?> type = new("--quantize")
    {
        Description = $"Quantises the weights while they are loaded: {string.Join(", ", QuantizationTarget.All)}",
        HelpName = "TYPE",
        Recursive = true,
    };

    private readonly Option<int?> blockSize = new("--quantize-block")
    {
        Description = "Weights that share a scale in the 4-bit types: 32 to 4096; default: 64",
        HelpName = "N",
        Recursive = true,
    };

    private readonly Option<bool> head = new("--quantize-head") { Description = "Quantises the head too, which stays as it is otherwise", Recursive = true };

    /// <summary>Adds the options to the root.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(type);
        root.Add(blockSize);
        root.Add(head);
    }

    /// <summary>What the command line asks for; null when it does not.</summary>
    /// <exception cref="CommandFailure">There is no such type, or a flag stands without one.</exception>
    public WeightQuantization? Read(ParseResult result)
    {
        var (size, withHead) = (result.GetValue(blockSize), result.GetValue(head));
        if (result.GetValue(type) is not { } name)
        {
            return size is null && !withHead
                ? null
                : throw CommandFailure.Usage($"{(withHead ? head.Name : blockSize.Name)} belongs to {type.Name} TYPE.");
        }

        var target = QuantizationTarget.All.FirstOrDefault(known => known.Name == name)
            ?? throw CommandFailure.Usage($"{type.Name} knows {string.Join(", ", QuantizationTarget.All)}, not '{name}'.");
        var how = new WeightQuantization { Target = target, Head = withHead };
        return size is { } elements ? how with { BlockSize = elements } : how;
    }
}
