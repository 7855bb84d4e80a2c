using System.Text.Json.Serialization;

namespace Chameleon.Web.Api;

/// <summary>A drawn picture.</summary>
/// <param name="File">Its file.</param>
/// <param name="Seed">With which it can be drawn again, alone.</param>
internal sealed record ImageFile([property: JsonPropertyName("b64_json")] ReadOnlyMemory<byte> File, long? Seed);
