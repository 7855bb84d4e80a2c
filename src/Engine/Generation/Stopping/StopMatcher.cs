using System.Text;

namespace Chameleon.Engine.Generation.Stopping;

/// <summary>
/// Finds the first of several stop strings in text that comes in pieces, and lets text through as soon as it can no
/// longer become part of one (Aho &amp; Corasick 1975). Of stop strings that end at the same place, the longest counts.
/// How the text is cut into pieces makes no difference. Not thread-safe.
/// </summary>
internal sealed class StopMatcher
{
    private readonly StopAutomaton automaton;
    private readonly StringBuilder held = new();
    private int state;

    /// <param name="automaton">The stop strings.</param>
    public StopMatcher(StopAutomaton automaton) => this.automaton = automaton;

    /// <summary>Whether a stop string came up; nothing may be pushed after that.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes more text.</summary>
    /// <returns>The text that is free to go; what follows a stop string is dropped.</returns>
    public string Push(string text)
    {
        if (automaton.IsEmpty)
        {
            return text;
        }

        for (var i = 0; i < text.Length; i++)
        {
            state = automaton.Next(state, text[i]);
            held.Append(text[i]);
            if (automaton.MatchLength(state) is var length and > 0)
            {
                Stopped = true;
                return Release(held.Length - length);
            }
        }

        return Release(held.Length - automaton.Depth(state));
    }

    /// <summary>All text that is held back, at the end of the text or where a picture cuts it.</summary>
    public string Flush()
    {
        state = 0;
        return Release(held.Length);
    }

    private string Release(int length)
    {
        if (length == 0)
        {
            return string.Empty;
        }

        var free = held.ToString(0, length);
        held.Remove(0, length);
        return free;
    }
}
