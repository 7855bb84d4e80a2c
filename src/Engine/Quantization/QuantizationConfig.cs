namespace Chameleon.Engine.Quantization;

/// <summary>What a <c>config.json</c> says of quantised weights. Immutable.</summary>
public sealed record QuantizationConfig
{
    /// <summary>Who wrote the weights, and in how many bits.</summary>
    public required QuantizationMethod Method { get; init; }

    /// <summary>
    /// Modules that stay as they are: names, or beginnings or ends of names. Null: the reference's rule, which leaves the
    /// head as it is.
    /// </summary>
    public IReadOnlyList<string>? SkippedModules { get; init; }

    /// <summary>Whether a linear layer stays as it is.</summary>
    /// <param name="module">Its path: <c>model.layers.0.mlp.up_proj</c>.</param>
    public bool Skips(string module) => SkippedModules is null
        ? module == "lm_head"
        : SkippedModules.Any(name =>
            module.StartsWith(name, StringComparison.Ordinal)
            || module.EndsWith(name, StringComparison.Ordinal)
            || module.Contains($".{name}.", StringComparison.Ordinal));
}
