namespace Chameleon.Engine.Generation.Grammar;

/// <summary>What a grammar may hold at most, so that neither a schema nor a model can run on without end.</summary>
public static class GrammarLimits
{
    /// <summary>Arrays and objects that a value may stand in, one inside the other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Nodes that a schema may compile to; a bounded array takes some for every place it has.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>Schemas inside one another, references followed.</summary>
    public const int MaxSchemaDepth = 128;

    /// <summary>Properties that one object may declare.</summary>
    public const int MaxProperties = 1000;

    /// <summary>Characters of a property name that the schema does not declare.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Digits of an integer, or before a number's point: what a float64 holds exactly.</summary>
    public const int MaxIntegerDigits = 15;

    /// <summary>Digits after a number's point.</summary>
    public const int MaxFractionDigits = 15;

    /// <summary>Digits of a number's exponent.</summary>
    public const int MaxExponentDigits = 2;

    /// <summary>Tools to choose from.</summary>
    public const int MaxTools = 128;

    /// <summary>Calls in one answer.</summary>
    public const int MaxToolCalls = 16;

    /// <summary>Characters of a tool's name.</summary>
    public const int MaxToolNameLength = 128;
}
