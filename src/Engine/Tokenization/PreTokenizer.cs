namespace Chameleon.Engine.Tokenization;

/// <summary>
/// Cuts text into words: each rule cuts the pieces that the one before it left, then GPT-2's word rule. One pass per
/// rule, no allocation. Thread-safe.
/// </summary>
/// <param name="rules">In the order of the file.</param>
/// <param name="splitsWords">Whether the word rule ends the chain (<c>use_regex</c>).</param>
internal sealed class PreTokenizer(IReadOnlyList<ISplitRule> rules, bool splitsWords)
{
    private readonly ISplitRule[] rules = [.. rules];

    /// <summary>Hands every word to the sink, in order; together they are the text.</summary>
    public void Split(ReadOnlySpan<char> text, IWordSink sink) => Split(0, text, sink);

    private void Split(int stage, ReadOnlySpan<char> piece, IWordSink sink)
    {
        if (stage == rules.Length)
        {
            SplitWords(piece, sink);
            return;
        }

        while (rules[stage].Find(piece, out var start, out var length))
        {
            if (start > 0)
            {
                Split(stage + 1, piece[..start], sink);
            }

            Split(stage + 1, piece.Slice(start, length), sink);
            piece = piece[(start + length)..];
        }

        if (!piece.IsEmpty)
        {
            Split(stage + 1, piece, sink);
        }
    }

    private void SplitWords(ReadOnlySpan<char> piece, IWordSink sink)
    {
        while (!piece.IsEmpty)
        {
            var length = splitsWords ? WordRule.LengthOfFirst(piece) : piece.Length;
            sink.Add(piece[..length]);
            piece = piece[length..];
        }
    }
}
