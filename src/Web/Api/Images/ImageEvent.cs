using System.Text.Json.Serialization;

namespace Chameleon.Web.Api;

/// <summary>News of a picture that is drawn while its caller watches.</summary>
/// <param name="Type">The event's name.</param>
/// <param name="File">How it looks.</param>
/// <param name="CreatedAt">When, in seconds since 1970.</param>
/// <param name="Size">Width and height.</param>
/// <param name="OutputFormat">Kind of the file.</param>
internal sealed record ImageEvent(
    string Type, [property: JsonPropertyName("b64_json")] ReadOnlyMemory<byte> File, long CreatedAt, string Size, string OutputFormat)
{
    /// <summary>Which preview, from 0; null: it is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PartialImageIndex { get; init; }

    /// <summary>What it took; null while it is drawn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageUsage? Usage { get; init; }

    /// <summary>With which it can be drawn again; null while it is drawn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seed { get; init; }

    /// <summary>There is one quality.</summary>
    public string Quality { get; } = "auto";

    /// <summary>Pictures are opaque.</summary>
    public string Background { get; } = "opaque";
}
