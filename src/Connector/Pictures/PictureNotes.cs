using System.Globalization;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector;

/// <summary>
/// What a drawn picture says about its making, in the text of its PNG: enough to draw it again, and the codes it was
/// drawn with. Nothing that whoever asked for the picture does not know. Immutable.
/// </summary>
public sealed record PictureNotes
{
    /// <summary>Characters of a prompt that are kept.</summary>
    public const int MaxPromptLength = 4000;

    /// <summary>The names under which a file carries them; any other text of a file is none of ours.</summary>
    public static readonly IReadOnlyList<string> Keys = [PromptKey, NegativePromptKey, SeedKey, SettingsKey, ModelKey, TokenizerKey, CodesKey, SoftwareKey];

    private const int MaxCodes = 16 * 1024;
    private const string PromptKey = "prompt";
    private const string NegativePromptKey = "negative prompt";
    private const string SeedKey = "seed";
    private const string SettingsKey = "settings";
    private const string ModelKey = "model";
    private const string TokenizerKey = "picture tokenizer";
    private const string CodesKey = "picture codes";
    private const string SoftwareKey = "Software";

    /// <summary>The words it was drawn from: the last of the user's; cut after <see cref="MaxPromptLength"/> characters.</summary>
    public string? Prompt { get; init; }

    /// <summary>What it was not to be.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>The seed.</summary>
    public long? Seed { get; init; }

    /// <summary>Sampling and guidance, for people.</summary>
    public string? Settings { get; init; }

    /// <summary>The model's name.</summary>
    public string? Model { get; init; }

    /// <summary>Which codebook the codes belong to: <see cref="Engine.Models.ModelInfo.PictureFingerprint"/>.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Its codes, in raster order; null when the file holds none.</summary>
    public IReadOnlyList<int>? Codes { get; init; }

    /// <summary>The notes of a file. Never throws: hostile or damaged notes are no notes.</summary>
    /// <param name="file">A picture file of any kind.</param>
    /// <returns>Null when it is no PNG or carries none of these notes.</returns>
    public static PictureNotes? Read(ReadOnlySpan<byte> file)
    {
        IReadOnlyDictionary<string, string> text;
        try
        {
            text = PngText.Read(file);
        }
        catch (ImageFormatException)
        {
            return null;
        }

        var notes = new PictureNotes
        {
            Prompt = text.GetValueOrDefault(PromptKey),
            NegativePrompt = text.GetValueOrDefault(NegativePromptKey),
            Seed = long.TryParse(text.GetValueOrDefault(SeedKey), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed : null,
            Settings = text.GetValueOrDefault(SettingsKey),
            Model = text.GetValueOrDefault(ModelKey),
            Tokenizer = text.GetValueOrDefault(TokenizerKey),
            Codes = text.TryGetValue(CodesKey, out var packed) ? Unpack(packed) : null,
        };
        return notes == new PictureNotes() ? null : notes;
    }

    /// <summary>A PNG file of a picture, with these notes in it.</summary>
    /// <param name="picture">The picture.</param>
    public byte[] Write(PixelImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return ImageEncoder.Png(picture, ToText());
    }

    /// <summary>As PNG text.</summary>
    internal Dictionary<string, string> ToText()
    {
        var text = new Dictionary<string, string>();
        Add(PromptKey, Prompt is { Length: > MaxPromptLength } ? Prompt[..MaxPromptLength] : Prompt);
        Add(NegativePromptKey, NegativePrompt);
        Add(SeedKey, Seed?.ToString(CultureInfo.InvariantCulture));
        Add(SettingsKey, Settings);
        Add(ModelKey, Model);
        Add(TokenizerKey, Tokenizer);
        Add(CodesKey, Codes is null ? null : Pack(Codes));
        Add(SoftwareKey, $"Chameleon.SK {typeof(PictureNotes).Assembly.GetName().Version!.ToString(3)}");
        return text;

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Add(key, value.Replace("\0", "", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Two bytes a code, low byte first, in base64.</summary>
    private static string Pack(IReadOnlyList<int> codes)
    {
        var bytes = new byte[2 * codes.Count];
        for (var i = 0; i < codes.Count; i++)
        {
            (bytes[2 * i], bytes[(2 * i) + 1]) = ((byte)codes[i], (byte)(codes[i] >> 8));
        }

        return Convert.ToBase64String(bytes);
    }

    private static int[]? Unpack(string packed)
    {
        var bytes = new byte[Math.Min(packed.Length, 2 * MaxCodes)];
        if (!Convert.TryFromBase64String(packed, bytes, out var length) || length == 0 || length % 2 != 0)
        {
            return null;
        }

        var codes = new int[length / 2];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = bytes[2 * i] | (bytes[(2 * i) + 1] << 8);
        }

        return codes;
    }
}
