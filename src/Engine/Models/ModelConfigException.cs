namespace Chameleon.Engine.Models;

/// <summary>A model's config says something that is malformed or that this engine does not do.</summary>
/// <param name="source">The file, as the caller named it.</param>
/// <param name="field">Path of the field, like <c>vq_config.double_latent</c>.</param>
/// <param name="problem">Value found and what is supported.</param>
public sealed class ModelConfigException(string source, string field, string problem)
    : Exception($"{source}: {field}: {problem}")
{
    /// <summary>The file, as the caller named it.</summary>
    public string File { get; } = source;

    /// <summary>Path of the field.</summary>
    public string Field { get; } = field;
}
