using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Generation;

/// <summary>
/// One event of a stream of answers. For each answer: text and pictures in the order in which the model makes them,
/// then exactly one <see cref="Finished"/>. The answers of one request interleave.
/// </summary>
/// <param name="Answer">Which of the request's answers, from 0.</param>
public abstract record GenerationUpdate(int Answer)
{
    /// <summary>
    /// The request waits for its turn; comes before everything else of its first answer, whenever the place changes, and
    /// never when the request starts at once. A reader who is late gets only the place of the moment.
    /// </summary>
    /// <param name="Answer">Which answer.</param>
    /// <param name="Ahead">Requests that start before it; 0: it is the next. Never goes up.</param>
    public sealed record Queued(int Answer, int Ahead) : GenerationUpdate(Answer);

    /// <summary>New text, always whole characters.</summary>
    /// <param name="Answer">Which answer.</param>
    /// <param name="Value">The text; may be empty when a token completes no character.</param>
    /// <param name="Tokens">Ids that this update accounts for.</param>
    public sealed record Text(int Answer, string Value, IReadOnlyList<int> Tokens) : GenerationUpdate(Answer)
    {
        /// <summary>How likely each of <see cref="Tokens"/> was; empty unless <see cref="GenerationOptions.TopProbabilities"/> asks.</summary>
        public IReadOnlyList<TokenChoice> Choices { get; init; } = [];
    }

    /// <summary>A picture grows. Sent when it begins and as often as <see cref="PictureOptions"/> ask for.</summary>
    /// <param name="Answer">Which answer.</param>
    /// <param name="Index">Which picture of the answer, from 0.</param>
    /// <param name="Done">Codes so far.</param>
    /// <param name="Total">Codes of a whole picture.</param>
    /// <param name="Preview">What it looks like, when a preview was asked for; null otherwise.</param>
    public sealed record PictureProgress(int Answer, int Index, int Done, int Total, PixelImage? Preview) : GenerationUpdate(Answer);

    /// <summary>A picture is done.</summary>
    /// <param name="Answer">Which answer.</param>
    /// <param name="Index">Which picture of the answer, from 0.</param>
    /// <param name="Codes">Its codes, in raster order.</param>
    /// <param name="Pixels">Its pixels.</param>
    public sealed record Picture(int Answer, int Index, IReadOnlyList<int> Codes, PixelImage Pixels) : GenerationUpdate(Answer);

    /// <summary>A picture that was cut short (token limit, cancellation of its answer): never decoded, never indexed.</summary>
    /// <param name="Answer">Which answer.</param>
    /// <param name="Index">Which picture of the answer, from 0.</param>
    /// <param name="Codes">The codes there are.</param>
    /// <param name="Total">Codes that a whole picture has.</param>
    public sealed record IncompletePicture(int Answer, int Index, IReadOnlyList<int> Codes, int Total) : GenerationUpdate(Answer);

    /// <summary>The answer's end; nothing follows it.</summary>
    /// <param name="Answer">Which answer.</param>
    /// <param name="Reason">Why it ended.</param>
    /// <param name="Usage">What it took.</param>
    public sealed record Finished(int Answer, FinishReason Reason, GenerationUsage Usage) : GenerationUpdate(Answer);
}

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>The model closed it, or a stop string came up.</summary>
    Stop,

    /// <summary>The token limit or the end of the context.</summary>
    Length,

    /// <summary>A picture request has its picture.</summary>
    PictureDone,
}

/// <summary>Counts and times of one answer.</summary>
/// <param name="PromptTokens">Tokens of the prompt, pictures included.</param>
/// <param name="CachedTokens">Of these, taken from the cache of an earlier turn.</param>
/// <param name="TextTokens">Tokens of generated text, control tokens included.</param>
/// <param name="PictureTokens">Generated picture codes.</param>
/// <param name="QueueTime">Waiting before the first pass.</param>
/// <param name="TimeToFirstToken">From the request to the first generated token.</param>
/// <param name="TotalTime">From the request to the end.</param>
public sealed record GenerationUsage(
    int PromptTokens,
    int CachedTokens,
    int TextTokens,
    int PictureTokens,
    TimeSpan QueueTime,
    TimeSpan TimeToFirstToken,
    TimeSpan TotalTime);
