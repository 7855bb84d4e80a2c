namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>Where in a string's bytes: between two characters, or inside one.</summary>
internal enum StringPlace : byte
{
    /// <summary>Between two characters.</summary>
    Between,

    /// <summary>One continuation byte is missing.</summary>
    Missing1,

    /// <summary>Two are.</summary>
    Missing2,

    /// <summary>Three are.</summary>
    Missing3,

    /// <summary>After E0: the next byte must not make an overlong form.</summary>
    AfterE0,

    /// <summary>After ED: the next byte must not make a surrogate.</summary>
    AfterEd,

    /// <summary>After F0: the next byte must not make an overlong form.</summary>
    AfterF0,

    /// <summary>After F4: the next byte must not go beyond U+10FFFF.</summary>
    AfterF4,

    /// <summary>After a backslash.</summary>
    Escape,

    /// <summary>After <c>\u</c>.</summary>
    Hex4,

    /// <summary>After <c>\u</c> and a digit other than D.</summary>
    Hex3,

    /// <summary>After <c>\uD</c>: the next digit must not make a surrogate.</summary>
    AfterHexD,

    /// <summary>Two digits are missing.</summary>
    Hex2,

    /// <summary>One digit is missing.</summary>
    Hex1,

    /// <summary>The quote that ends the string.</summary>
    Closed,

    /// <summary>The byte cannot stand there.</summary>
    Dead,
}
