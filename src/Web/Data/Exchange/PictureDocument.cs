using System.Text.Json;
using Chameleon.Web.Data.Pictures;

namespace Chameleon.Web.Data.Exchange;

/// <summary>What is known of a picture in an exported conversation.</summary>
internal sealed record PictureDocument
{
    public required string Origin { get; init; }

    public string? Model { get; init; }

    public string? Prompt { get; init; }

    public long? Seed { get; init; }

    public JsonElement? Settings { get; init; }

    /// <summary>The file itself, where it does not lie beside.</summary>
    public byte[]? Data { get; init; }

    public static PictureDocument Of(Picture picture, byte[]? data) => new()
    {
        Origin = PictureRows.NameOf(picture.Origin),
        Model = picture.Model,
        Prompt = picture.Prompt,
        Seed = picture.Seed,
        Settings = JsonElement.Parse(picture.SettingsJson),
        Data = data,
    };
}
