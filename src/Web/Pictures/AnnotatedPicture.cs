using Chameleon.Connector;
using Chameleon.Web.Data;

namespace Chameleon.Web.Pictures;

/// <summary>A picture file with the notes in it, for the store.</summary>
internal static class AnnotatedPicture
{
    /// <summary>The picture with all that its file says of its making; anybody may have written that.</summary>
    /// <param name="file">The file.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="origin">Where it comes from.</param>
    public static NewPicture Of(ReadOnlyMemory<byte> file, int width, int height, PictureOrigin origin)
    {
        var notes = PictureNotes.Read(file.Span);
        return new NewPicture
        {
            File = file,
            Width = width,
            Height = height,
            Origin = origin,
            Model = Cut(notes?.Model, DataLimits.Title),
            Prompt = Cut(notes?.Prompt, DataLimits.Prompt),
            Seed = notes?.Seed,
            SettingsJson = notes is null ? null : PictureSettings.Of(notes).ToJson(),
        };
    }

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;
}
