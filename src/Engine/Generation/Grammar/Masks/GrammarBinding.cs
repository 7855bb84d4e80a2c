using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>A grammar over the tokens of one engine's model. Its answers start on the engine thread.</summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="grammar">The grammar.</param>
internal sealed class GrammarBinding(TextVocabulary vocabulary, ByteGrammar grammar)
{
    private GrammarWorkspace? workspace;

    /// <summary>Tokens that are enough for the shortest answer, one byte each, the closing token included.</summary>
    public int TokensToEnd { get; } = grammar.Costs[GrammarLimits.MaxDepth, grammar.Start] + 1;

    /// <summary>A new answer. What the answers before it found out is there already.</summary>
    public GrammarMatcher Start()
    {
        if (workspace is null or { IsFull: true })
        {
            workspace = new GrammarWorkspace(vocabulary, grammar);
        }

        return new GrammarMatcher(vocabulary, workspace);
    }
}
