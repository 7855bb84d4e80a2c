namespace Chameleon.Connector;

/// <summary>What happens to a conversation that is longer than the context.</summary>
public enum ContextOverflow
{
    /// <summary>It is refused, with the number of tokens and the limit.</summary>
    Refuse,

    /// <summary>
    /// The model no longer reads the oldest turns. What the system says at the head stays, and so does the last turn; half
    /// of the room is freed at once, so that most turns still compute only what is new. The response says how many turns
    /// were left out (<see cref="ChameleonUsageNames.ForgottenTurns"/>).
    /// </summary>
    ForgetOldest,
}
