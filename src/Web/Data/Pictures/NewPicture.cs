namespace Chameleon.Web.Data;

/// <summary>A picture that is to be stored, as it was made or decoded by the caller.</summary>
public sealed record NewPicture
{
    /// <summary>
    /// The file: PNG, JPEG or WebP, stored byte for byte. What must not be kept, such as the place where a photo was
    /// taken, the caller leaves out.
    /// </summary>
    public required ReadOnlyMemory<byte> File { get; init; }

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Where it comes from.</summary>
    public required PictureOrigin Origin { get; init; }

    /// <summary>Name of the model that drew it.</summary>
    public string? Model { get; init; }

    /// <summary>What it was drawn from; up to <see cref="DataLimits.Prompt"/> characters.</summary>
    public string? Prompt { get; init; }

    /// <summary>The seed it was drawn with.</summary>
    public long? Seed { get; init; }

    /// <summary>The settings it was drawn with, as one JSON object; null: none.</summary>
    public string? SettingsJson { get; init; }
}
