using System.Text;

namespace Chameleon.Cli.Terminal;

/// <summary>
/// Tells pasted text from typed keys where the terminal brackets pastes (ESC [200~ … ESC [201~), so that a line end in
/// a paste does not send the line.
/// </summary>
internal sealed class PasteFilter
{
    /// <summary>Asks the terminal to bracket pastes.</summary>
    public const string Enable = "\e[?2004h";

    /// <summary>Ends what <see cref="Enable"/> began.</summary>
    public const string Disable = "\e[?2004l";

    private const string Begin = "\e[200~";
    private const string End = "\e[201~";

    private readonly List<ConsoleKeyInfo> held = [];
    private readonly StringBuilder pasted = new();
    private bool pasting;

    /// <summary>Takes a key. A key that may begin a marker is held back until the next one.</summary>
    /// <returns>The keys that were typed, and a paste when one has ended.</returns>
    public (IReadOnlyList<ConsoleKeyInfo> Keys, string? Paste) Push(ConsoleKeyInfo key)
    {
        var marker = pasting ? End : Begin;
        var released = new List<ConsoleKeyInfo>();
        if (key.KeyChar != marker[held.Count])
        {
            released.AddRange(held);
            held.Clear();
        }

        if (key.KeyChar == marker[held.Count])
        {
            held.Add(key);
        }
        else
        {
            released.Add(key);
        }

        var complete = held.Count == marker.Length;
        if (complete)
        {
            held.Clear();
        }

        if (!pasting)
        {
            pasting = complete;
            return (released, null);
        }

        foreach (var part in released)
        {
            pasted.Append(part.KeyChar == '\r' ? '\n' : part.KeyChar);
        }

        return ([], complete ? TakePaste() : null);
    }

    private string TakePaste()
    {
        var text = pasted.ToString();
        pasted.Clear();
        pasting = false;
        return text;
    }
}
