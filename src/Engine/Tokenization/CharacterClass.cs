namespace Chameleon.Engine.Tokenization;

/// <summary>
/// What the reference library takes a code point for. Its regular expressions, its digit rule and its punctuation rule
/// follow different Unicode versions, hence two kinds of number and two of punctuation.
/// </summary>
[Flags]
internal enum CharacterClass : byte
{
    None = 0,

    /// <summary><c>\p{L}</c></summary>
    Letter = 1,

    /// <summary><c>\p{N}</c></summary>
    Number = 2,

    /// <summary><c>\s</c></summary>
    Space = 4,

    /// <summary><c>\p{P}</c> and the ASCII symbols.</summary>
    PatternPunctuation = 8,

    /// <summary>The component <c>Digits</c>.</summary>
    Digit = 16,

    /// <summary>The component <c>Punctuation</c>.</summary>
    Punctuation = 32,
}
