using System.Text.Json.Serialization;

namespace Chameleon.Web.Api;

/// <summary>A model as <c>models</c> tells of it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">Since when it is offered, in seconds since 1970.</param>
/// <param name="OwnedBy">Who offers it.</param>
internal sealed record ModelCard(string Id, string Object, long Created, string OwnedBy)
{
    /// <summary>Tokens that a prompt and its answer may have together; null while it loads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ContextLength { get; init; }

    /// <summary>What it reads; null while it loads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? InputModalities { get; init; }

    /// <summary>What it makes; null while it loads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OutputModalities { get; init; }
}
