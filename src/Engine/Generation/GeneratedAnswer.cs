namespace Chameleon.Engine.Generation;

/// <summary>One whole answer. Immutable.</summary>
/// <param name="Parts">
/// Its text, pictures and incomplete pictures in the order in which they came, text between two pictures as one part.
/// </param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Usage">What it took.</param>
public sealed record GeneratedAnswer(IReadOnlyList<GenerationUpdate> Parts, FinishReason Reason, GenerationUsage Usage)
{
    /// <summary>All its text.</summary>
    public string Text => string.Concat(Parts.OfType<GenerationUpdate.Text>().Select(part => part.Value));

    /// <summary>Ids of all its text, the one that ended it included.</summary>
    public IReadOnlyList<int> Tokens => [.. Parts.OfType<GenerationUpdate.Text>().SelectMany(part => part.Tokens)];

    /// <summary>Its whole pictures.</summary>
    public IReadOnlyList<GenerationUpdate.Picture> Pictures => [.. Parts.OfType<GenerationUpdate.Picture>()];
}
