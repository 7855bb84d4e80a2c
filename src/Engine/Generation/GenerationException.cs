namespace Chameleon.Engine.Generation;

/// <summary>Why a request cannot be answered.</summary>
public enum GenerationError
{
    /// <summary>An option makes no sense; nothing was computed.</summary>
    InvalidOptions,

    /// <summary>The prompt holds something that the model cannot read.</summary>
    InvalidPrompt,

    /// <summary>The prompt leaves no room in the context.</summary>
    PromptTooLong,

    /// <summary>The key/value cache's limit is smaller than what this one answer may need.</summary>
    OutOfCache,

    /// <summary>The checkpoint does not draw, or has no picture decoder.</summary>
    PicturesNotAllowed,

    /// <summary>The model gave NaN or +∞, or every token was forbidden.</summary>
    NonFiniteLogits,

    /// <summary>Too many requests wait already.</summary>
    Busy,

    /// <summary>Nobody read the stream for longer than the engine waits.</summary>
    Abandoned,

    /// <summary>The engine was disposed.</summary>
    Disposed,

    /// <summary>The model or one of the caller's processors threw; the inner exception says what.</summary>
    Failed,
}

/// <summary>A request that cannot be answered. The message is one sentence: what, the value and the limit.</summary>
public sealed class GenerationException : Exception
{
    /// <param name="error">The kind, for programs.</param>
    /// <param name="message">The sentence, for people.</param>
    /// <param name="innerException">What lies behind it.</param>
    public GenerationException(GenerationError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>The kind, for programs.</summary>
    public GenerationError Error { get; }
}
