namespace Chameleon.Engine.Generation.Grammar;

/// <summary>Makes the exceptions of grammars, so that each sentence stands in one place.</summary>
internal static class GrammarThrow
{
    public static NotSupportedException Unsupported(string pointer, string what) =>
        new($"The schema cannot be followed at {pointer}: {what}.");

    public static ArgumentException Malformed(string pointer, string what) =>
        new($"The schema is malformed at {pointer}: {what}.");

    public static NotSupportedException TooLarge() =>
        new($"The schema takes more than {GrammarLimits.MaxNodes} places, which is the limit: bound its arrays and lists of values more tightly.");

    public static NotSupportedException Circular() =>
        new("The schema has a definition that is itself without anything around it: a $ref must lead through a property or an item.");

    public static NotSupportedException NothingFits() =>
        new($"No document fits the schema: it asks for values inside one another without end, or deeper than {GrammarLimits.MaxDepth}.");

    public static GenerationException NoByteToken(byte value) => new(
        GenerationError.InvalidOptions,
        $"The tokenizer has no text token for the single byte {value:X2}; an answer under a grammar could not be completed with it.");

    public static InvalidOperationException Impossible(int id) => new($"Token {id} cannot come up here under the grammar.");
}
