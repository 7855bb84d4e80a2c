namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>Where an answer stands.</summary>
internal enum AnswerState
{
    /// <summary>Not running: new, or put back because the cache was full.</summary>
    Waiting,

    /// <summary>Its prompt is being read.</summary>
    Prefilling,

    /// <summary>It writes.</summary>
    DecodingText,

    /// <summary>It draws.</summary>
    DecodingPicture,

    /// <summary>It has its end.</summary>
    Finished,

    /// <summary>It was cut off: cancelled, abandoned, or an error.</summary>
    Failed,
}

/// <summary>Which state may follow which.</summary>
internal static class AnswerStates
{
    /// <summary>Whether an answer is past its end; it never leaves that state.</summary>
    public static bool IsEnd(this AnswerState state) => state is AnswerState.Finished or AnswerState.Failed;

    /// <summary>Whether one state may follow another.</summary>
    public static bool MayFollow(this AnswerState next, AnswerState current) => (current, next) switch
    {
        (AnswerState.Finished or AnswerState.Failed, _) => false,
        (_, AnswerState.Failed) => true,
        (AnswerState.Waiting, AnswerState.Prefilling) => true,
        (AnswerState.Waiting, _) => false,
        (_, AnswerState.Waiting) => true,
        (AnswerState.Prefilling, AnswerState.DecodingText or AnswerState.DecodingPicture) => true,
        (AnswerState.DecodingText, AnswerState.DecodingPicture or AnswerState.Finished) => true,
        (AnswerState.DecodingPicture, AnswerState.DecodingText or AnswerState.Finished) => true,
        _ => false,
    };
}
