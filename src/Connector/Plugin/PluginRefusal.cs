using System.Text.Json.Serialization;

namespace Chameleon.Connector;

/// <summary>What a model gets from a function of the <see cref="ChameleonPlugin"/> that could not do what it asked.</summary>
/// <param name="Error">One sentence: what is wrong and what to do.</param>
public sealed record PluginRefusal([property: JsonPropertyName("error")] string Error);
