using System.Globalization;
using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Pictures;

/// <summary>Saves pictures under names made of their prompts. Never overwrites.</summary>
/// <param name="folder">Where they go; made when the first one comes.</param>
internal sealed class PictureFiles(string folder)
{
    private const int LongestName = 40;

    /// <summary>Saves a picture under a free name.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="prompt">What it shows; gives the name.</param>
    /// <param name="text">What the file carries beside its pixels.</param>
    /// <returns>The file's path.</returns>
    public string Save(PixelImage image, string prompt, IReadOnlyDictionary<string, string> text)
    {
        Directory.CreateDirectory(folder);
        var name = NameOf(prompt);
        var file = ImageEncoder.Png(image, text);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}.png"));
            try
            {
                using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                stream.Write(file);
                return path;
            }
            catch (IOException) when (File.Exists(path))
            {
            }
        }
    }

    /// <summary>Letters and digits of a prompt, joined by dashes.</summary>
    internal static string NameOf(string prompt)
    {
        var name = new StringBuilder();
        foreach (var c in prompt)
        {
            if (name.Length >= LongestName)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return name.ToString().Trim('-') is { Length: > 0 } text ? text : "picture";
    }
}
