using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chameleon.SemanticKernel;

/// <summary>Reads <c>"true"</c> as <c>true</c>, as prompt templates write it.</summary>
internal sealed class LenientBoolConverter : JsonConverter<bool?>
{
    /// <inheritdoc/>
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new JsonException("Neither true nor false."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } known)
        {
            writer.WriteBooleanValue(known);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
