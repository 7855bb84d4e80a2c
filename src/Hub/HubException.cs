namespace Chameleon.Hub;

/// <summary>Something could not be had from a hub: one sentence that says what, why and what to do.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">The sentence; fit to be shown, and without secrets.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class HubException(HubFailure failure, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Why.</summary>
    public HubFailure Failure { get; } = failure;
}
