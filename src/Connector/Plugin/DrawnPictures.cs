using System.Text.Json.Serialization;

namespace Chameleon.Connector;

/// <summary>What <c>draw_picture</c> gives back: references, which cost a model few tokens, to pictures in the store.</summary>
/// <param name="Pictures">The pictures, in the order in which they were drawn.</param>
public sealed record DrawnPictures([property: JsonPropertyName("pictures")] IReadOnlyList<DrawnPicture> Pictures);
