namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>Finds a marker in bytes (Knuth, Morris &amp; Pratt 1977); its state is how much of the marker stands at the end. Immutable.</summary>
internal sealed class MarkerAutomaton
{
    private readonly byte[] marker;
    private readonly int[] failures;

    /// <param name="marker">Not empty.</param>
    public MarkerAutomaton(byte[] marker)
    {
        this.marker = marker;
        failures = new int[marker.Length];
        for (var i = 1; i < marker.Length; i++)
        {
            failures[i] = Next(failures[i - 1], marker[i]);
        }
    }

    /// <summary>The state in which the marker is complete.</summary>
    public int Complete => marker.Length;

    /// <summary>The state after one more byte.</summary>
    /// <param name="state">From 0 to one before <see cref="Complete"/>.</param>
    /// <param name="value">The byte.</param>
    public int Next(int state, byte value)
    {
        while (marker[state] != value)
        {
            if (state == 0)
            {
                return 0;
            }

            state = failures[state - 1];
        }

        return state + 1;
    }
}
