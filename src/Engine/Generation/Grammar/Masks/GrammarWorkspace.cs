using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>What answers under one grammar share: its states as they are reached, and their masks. Engine thread only.</summary>
internal sealed class GrammarWorkspace
{
    private const int MostKept = 200_000;

    private float[] saved = [];

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="grammar">The grammar.</param>
    public GrammarWorkspace(TextVocabulary vocabulary, ByteGrammar grammar)
    {
        States = new GrammarStates(grammar);
        Masks = new MaskBuilder(vocabulary, States);
    }

    /// <summary>The states.</summary>
    public GrammarStates States { get; }

    /// <summary>The masks.</summary>
    public MaskBuilder Masks { get; }

    /// <summary>Whether it has grown so large that the next answer had better begin a new one.</summary>
    public bool IsFull => States.Kept + Masks.Kept > MostKept;

    /// <summary>A scratch row.</summary>
    public Span<float> Saved(int length)
    {
        if (saved.Length < length)
        {
            saved = new float[Math.Max(length, 2 * saved.Length)];
        }

        return saved.AsSpan(0, length);
    }
}
