namespace Chameleon.Engine.Models;

/// <summary>Text to ids and back, of whatever family. Thread-safe.</summary>
public interface ITokenizer
{
    /// <summary>Ids of a text in which control tokens are plain characters; no begin-of-sequence.</summary>
    int[] Encode(string text);

    /// <summary>The text of ids, control tokens left out.</summary>
    string Decode(ReadOnlySpan<int> ids);

    /// <summary>The bytes of text that an id stands for; perhaps a part of a character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id lies outside the vocabulary.</exception>
    ReadOnlySpan<byte> BytesOf(int id);

    /// <summary>A decoder for one answer's ids as they come.</summary>
    ITextDecoder CreateDecoder();
}

/// <summary>Ids to text, one at a time; holds back the bytes of a character until it is whole. Not thread-safe.</summary>
public interface ITextDecoder
{
    /// <summary>The text that this id completes; may be empty.</summary>
    string Push(int id);

    /// <summary>What is held back, as replacement characters, and a fresh start.</summary>
    string Flush();
}
