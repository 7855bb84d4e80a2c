using System.Text.Json;

namespace Chameleon.Web.Data;

/// <summary>How much of each thing is stored, and the checks. Lengths are in characters where not said otherwise.</summary>
public static class DataLimits
{
    /// <summary>Title of a conversation, name of a board or of a user.</summary>
    public const int Title = 200;

    /// <summary>Text of one message.</summary>
    public const int Text = 4 * 1024 * 1024;

    /// <summary>Parts of one message.</summary>
    public const int Parts = 1000;

    /// <summary>Settings and preferences, as JSON.</summary>
    public const int Settings = 64 * 1024;

    /// <summary>Prompt of a picture.</summary>
    public const int Prompt = 64 * 1024;

    /// <summary>Sentence about what went wrong.</summary>
    public const int Error = 2000;

    /// <summary>Bytes of one picture file.</summary>
    public const int PictureBytes = 64 * 1024 * 1024;

    /// <summary>Items of one page of any list.</summary>
    public const int Page = 1000;

    /// <summary>Pictures that one order concerns: starred, deleted, packed at once.</summary>
    public const int Pictures = 100_000;

    private const int SettingsDepth = 32;

    internal static string CheckTitle(string title, string name)
    {
        ArgumentNullException.ThrowIfNull(title, name);
        var line = string.Concat(title.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length is > 0 and <= Title
            ? line
            : throw new ArgumentException($"A name has 1 to {Title} characters, got {line.Length}.", name);
    }

    internal static string? CheckLength(string? text, int limit, string name) => text is null || text.Length <= limit
        ? text
        : throw new ArgumentException($"At most {limit} characters are stored here, got {text.Length}.", name);

    internal static string CheckSettings(string? json, string name)
    {
        if (json is null)
        {
            return "{}";
        }

        CheckLength(json, Settings, name);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = SettingsDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object ? json : throw NotSettings(name, null);
        }
        catch (JsonException e)
        {
            throw NotSettings(name, e);
        }
    }

    internal static int CheckCount(int count, int limit, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, limit, name);
        return count;
    }

    private static ArgumentException NotSettings(string name, Exception? e) =>
        new($"Settings are one JSON object, at most {SettingsDepth} levels deep.", name, e);
}
