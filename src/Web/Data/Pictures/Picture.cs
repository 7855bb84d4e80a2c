namespace Chameleon.Web.Data;

/// <summary>What is known of a picture.</summary>
/// <param name="Hash">Its name.</param>
/// <param name="MediaType">Told by the first bytes of the file: <c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Model">Name of the model that drew it.</param>
/// <param name="Prompt">What it was drawn from.</param>
/// <param name="Seed">The seed it was drawn with.</param>
/// <param name="SettingsJson">The settings it was drawn with, as one JSON object.</param>
/// <param name="IsStarred">Whether it has a star.</param>
/// <param name="Created">When it was stored.</param>
public sealed record Picture(
    PictureHash Hash,
    string MediaType,
    long Bytes,
    int Width,
    int Height,
    PictureOrigin Origin,
    string? Model,
    string? Prompt,
    long? Seed,
    string SettingsJson,
    bool IsStarred,
    DateTimeOffset Created);
