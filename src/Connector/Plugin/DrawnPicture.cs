using System.Text.Json.Serialization;

namespace Chameleon.Connector;

/// <summary>A picture that was drawn.</summary>
/// <param name="Uri">Its reference in the store; other functions take it as a picture.</param>
/// <param name="MediaType">What kind of file it is.</param>
/// <param name="Seed">With this seed, the same prompt draws the same picture; null where the generator does not say.</param>
public sealed record DrawnPicture(
    [property: JsonPropertyName("picture")] string Uri,
    [property: JsonPropertyName("media_type")] string MediaType,
    [property: JsonPropertyName("seed")] long? Seed);
