namespace Chameleon.Engine.Tokenization;

/// <summary>
/// One rule of the pre-tokenizer that cuts its matches out of the text as pieces of their own ("isolated"). No rule
/// looks behind a match, so each may be run on what is left of a piece. Stateless.
/// </summary>
internal interface ISplitRule
{
    /// <summary>The leftmost match.</summary>
    /// <param name="text">What is left of the piece.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="length">Its UTF-16 units, at least 1.</param>
    bool Find(ReadOnlySpan<char> text, out int start, out int length);
}
