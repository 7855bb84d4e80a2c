using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chameleon.Web.Data.Exchange;

/// <summary>An exported conversation as JSON. Ids count within the file only.</summary>
internal sealed record ConversationDocument
{
    public const string FormatName = "chameleon-conversation";
    public const int NewestVersion = 1;

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 48,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
    };

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Title { get; init; }

    public JsonElement? Settings { get; init; }

    /// <summary>The last message of the branch that is shown.</summary>
    public long? Leaf { get; init; }

    public required IReadOnlyList<MessageDocument> Messages { get; init; }

    /// <summary>What is known of each picture, by hash.</summary>
    public IReadOnlyDictionary<string, PictureDocument>? Pictures { get; init; }
}
