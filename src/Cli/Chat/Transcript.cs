using System.Text;

namespace Chameleon.Cli.Chat;

/// <summary>The conversation as people read it, to be saved as Markdown.</summary>
internal sealed class Transcript
{
    private readonly StringBuilder text = new();

    /// <summary>Whether nothing was said.</summary>
    public bool IsEmpty => text.Length == 0;

    /// <summary>Somebody speaks.</summary>
    /// <param name="speaker">Who.</param>
    /// <param name="words">What was said; may be empty.</param>
    /// <param name="pictures">Files of the pictures that were shown.</param>
    public void Add(string speaker, string words, IEnumerable<string> pictures)
    {
        text.Append("**").Append(speaker).Append(":** ").Append(words.Trim()).Append("\n\n");
        foreach (var picture in pictures)
        {
            text.Append("![").Append(Path.GetFileName(picture)).Append("](<").Append(picture).Append(">)\n\n");
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => text.Clear();

    /// <summary>All of it.</summary>
    public override string ToString() => text.ToString();
}
