using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Pictures;

/// <summary>Saves the pictures of a request, each with notes on how it was made.</summary>
/// <param name="files">Where they go when no file is named.</param>
/// <param name="prompt">The words of the prompt.</param>
/// <param name="model">The model's name.</param>
/// <param name="options">How they are drawn.</param>
/// <param name="named">The file that the user named; null: a name made of the prompt.</param>
internal sealed class PictureSaver(PictureFiles files, string prompt, string model, GenerationOptions options, string? named = null)
{
    /// <summary>Saves one.</summary>
    /// <returns>The file's path.</returns>
    public string Save(GenerationUpdate.Picture picture)
    {
        var notes = PictureNotes.Of(prompt, model, options, picture.Answer);
        if (named is null)
        {
            return files.Save(picture.Pixels, prompt, notes);
        }

        var path = Numbered(named, picture.Answer, options.Answers);
        PictureOutput.Write(path, picture.Pixels, notes);
        return path;
    }

    /// <summary>The named file; of several pictures each has its number before the extension.</summary>
    internal static string Numbered(string path, int answer, int answers) => answers == 1
        ? path
        : Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{answer + 1}{Path.GetExtension(path)}");
}
