namespace Chameleon.Connector;

/// <summary>Why a picture was not fetched.</summary>
public enum PictureFetchFailure
{
    /// <summary>Its address is not one that is fetched; nothing was sent there.</summary>
    AddressRefused,

    /// <summary>Its host cannot be found or reached, or broke the transfer off.</summary>
    Unreachable,

    /// <summary>Its host answered something else than a picture.</summary>
    NotServed,

    /// <summary>It is larger than allowed.</summary>
    TooLarge,

    /// <summary>It took longer than allowed.</summary>
    TooSlow,
}

/// <summary>A picture that was not fetched. The message is one sentence, fit to be shown to whoever sent the address.</summary>
public sealed class PictureFetchException : Exception
{
    /// <param name="failure">The kind, for programs.</param>
    /// <param name="message">The sentence, for people.</param>
    /// <param name="innerException">What lies behind it; not for strangers.</param>
    public PictureFetchException(PictureFetchFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>The kind, for programs.</summary>
    public PictureFetchFailure Failure { get; }
}
