using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// What an answer says about itself beyond the typed members: counts, summable, in
/// <see cref="UsageDetails.AdditionalCounts"/>; the rest, not summable, in the additional properties of the last update
/// and, coalesced, of the message.
/// </summary>
public static class ChameleonUsageNames
{
    /// <summary>Count: tokens that the prompt's pictures take, opening and closing included.</summary>
    public const string InputPictureTokens = "input_picture_tokens";

    /// <summary>Count: generated picture codes.</summary>
    public const string OutputPictureTokens = "output_picture_tokens";

    /// <summary>Property: the seed, also where none was asked for (<see cref="long"/>).</summary>
    public const string Seed = "seed";

    /// <summary>
    /// Property: turns of the user's, with their answers, that the model did not read because the context is full
    /// (<see cref="int"/>); there only when there are any. See <see cref="ChameleonChatClientOptions.WhenContextIsFull"/>.
    /// </summary>
    public const string ForgottenTurns = "forgotten_turns";

    /// <summary>
    /// Property: the tokens of the answer's text and how likely each was (a list of <see cref="TokenChoice"/>); there only when
    /// <see cref="ChameleonOptionNames.TopProbabilities"/> asks.
    /// </summary>
    public const string TokenChoices = "token_choices";

    /// <summary>Property: seconds that the request waited before its first pass (<see cref="double"/>).</summary>
    public const string QueueSeconds = "queue_seconds";

    /// <summary>Property: seconds from the request to the first token (<see cref="double"/>).</summary>
    public const string FirstTokenSeconds = "first_token_seconds";

    /// <summary>Property: seconds from the request to the end (<see cref="double"/>).</summary>
    public const string TotalSeconds = "total_seconds";
}
