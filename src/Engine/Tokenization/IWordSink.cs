namespace Chameleon.Engine.Tokenization;

/// <summary>Takes the words of a text in order.</summary>
internal interface IWordSink
{
    /// <summary>The next word; the span is valid during the call only.</summary>
    void Add(ReadOnlySpan<char> word);
}
