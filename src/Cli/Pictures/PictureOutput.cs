using Chameleon.Cli.CommandLine;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Pictures;

/// <summary>Writes a picture to the file that the user named, in the format of its extension.</summary>
internal static class PictureOutput
{
    /// <summary>Refuses a file that could not be written, before anything is computed for it.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="CommandFailure">The format is unknown, or the folder does not exist.</exception>
    public static void Check(string path)
    {
        if (!IsPng(path) && !IsWebp(path) && !IsJpeg(path))
        {
            throw CommandFailure.Usage($"Pictures are written as .png, .webp or .jpg; {path} is none of them.");
        }

        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw new CommandFailure($"There is no folder {folder} to write the picture to.");
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="image">The picture.</param>
    /// <param name="notes">What a PNG carries beside its pixels.</param>
    public static void Write(string path, PixelImage image, IReadOnlyDictionary<string, string>? notes = null) => File.WriteAllBytes(
        path,
        IsWebp(path) ? ImageEncoder.Webp(image) : IsJpeg(path) ? ImageEncoder.Jpeg(image) : ImageEncoder.Png(image, notes));

    private static bool IsPng(string path) => HasExtension(path, ".png");

    private static bool IsWebp(string path) => HasExtension(path, ".webp");

    private static bool IsJpeg(string path) => HasExtension(path, ".jpg") || HasExtension(path, ".jpeg");

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
