using System.Text.Json;
using Chameleon.Engine.Checkpoints;

namespace Chameleon.Engine.Tokenization;

/// <summary>Typed access to <c>tokenizer.json</c> that names the file and the entry when something is wrong.</summary>
internal sealed class TokenizerJson(string file)
{
    // The published file has under 8 MB.
    private const long LargestFile = 64 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Parses the file. Names that occur twice are refused.</summary>
    public JsonDocument Parse()
    {
        var length = new FileInfo(file).Length;
        if (length > LargestFile)
        {
            throw Invalid(null, $"the file has {length} bytes, the limit is {LargestFile}.");
        }

        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file), Options);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Invalid(null, $"not valid JSON: {exception.Message}");
        }
    }

    /// <summary>An entry that must be there, of this kind.</summary>
    public JsonElement Required(JsonElement parent, string where, string name, JsonValueKind kind)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(where, $"is {parent.ValueKind}, expected an object.");
        }

        return !parent.TryGetProperty(name, out var value) ? throw Invalid(where, $"has no {name}.")
            : value.ValueKind != kind ? throw Invalid(where, $"{name} is {value.ValueKind}, expected {kind}.")
            : value;
    }

    /// <summary>An entry that may be absent or null; null too when its parent is no object.</summary>
    public static JsonElement? Optional(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public string Text(JsonElement parent, string where, string name) =>
        Text(Required(parent, where, name, JsonValueKind.String), where);

    /// <summary>A string; an escaped lone surrogate is no text.</summary>
    public string Text(JsonElement value, string where)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Invalid(where, $"is {value.ValueKind}, expected a string of whole characters.");
        }
    }

    public int Id(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id)
            ? id
            : throw Invalid(where, $"id {CheckpointException.Quote(value.GetRawText())} is not a whole number.");

    public bool Flag(JsonElement parent, string where, string name) => Optional(parent, name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        var other => throw Invalid(where, $"{name} is {other.Value.ValueKind}, expected true or false."),
    };

    /// <summary>Refuses an option that is set.</summary>
    public void RefuseFlag(JsonElement parent, string where, string name)
    {
        if (Flag(parent, where, name))
        {
            throw Unsupported(where, $"{name}: true");
        }
    }

    public CheckpointException Invalid(string? where, string problem) =>
        new(CheckpointErrorKind.InvalidTokenizer, file, where, problem);

    public CheckpointException Unsupported(string where, string what) =>
        new(CheckpointErrorKind.UnsupportedTokenizer, file, where, $"{what} is not supported.");
}
