namespace Chameleon.Web.Answers;

/// <summary>One block of an answer as it is shown. What is the same object looks the same and is not drawn again.</summary>
public abstract record AnswerBlock
{
    private AnswerBlock()
    {
    }

    /// <summary>Words.</summary>
    /// <param name="Html">Safe to show.</param>
    public sealed record Text(string Html) : AnswerBlock;

    /// <summary>A picture that is done.</summary>
    /// <param name="Source">Its address.</param>
    /// <param name="Width">Columns.</param>
    /// <param name="Height">Rows.</param>
    public sealed record Picture(string Source, int Width, int Height) : AnswerBlock;

    /// <summary>A picture under way.</summary>
    /// <param name="Source">Address of how it looks so far; null before there is anything to see.</param>
    /// <param name="Done">Codes so far.</param>
    /// <param name="Total">Codes of the whole.</param>
    public sealed record Drawing(string? Source, int Done, int Total) : AnswerBlock;
}
