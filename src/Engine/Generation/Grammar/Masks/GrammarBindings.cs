using System.Runtime.CompilerServices;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>The grammars of one engine: each keeps what it has found out as long as its caller keeps it. Thread-safe.</summary>
/// <param name="model">The model.</param>
/// <param name="ends">Ids that end an answer.</param>
internal sealed class GrammarBindings(ILoadedModel model, int[] ends)
{
    private readonly Lazy<TextVocabulary> vocabulary = new(
        () => new TextVocabulary(model.Tokenizer, model.TextIds, ends, model.Decoder.VocabularySize));
    private readonly ConditionalWeakTable<TokenGrammar, GrammarBinding> bindings = [];

    /// <summary>The grammar over the model's tokens.</summary>
    /// <exception cref="GenerationException">The tokenizer cannot spell every document.</exception>
    public GrammarBinding Bind(TokenGrammar grammar) =>
        bindings.GetValue(grammar, wanted => new GrammarBinding(vocabulary.Value, wanted.Bytes));
}
