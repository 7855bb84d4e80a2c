namespace Chameleon.Engine.Generation;

/// <summary>How likely the model held a token for.</summary>
/// <param name="Id">The token.</param>
/// <param name="LogProbability">Natural logarithm of its probability; −∞ for what may not come up.</param>
public readonly record struct TokenProbability(int Id, float LogProbability);

/// <summary>
/// A token of text, and what else could have come. The probabilities are the model's own: softmax of its logits over all
/// that may come up there (text, or the opening of a picture where one is possible), before a grammar, biases, penalties,
/// temperature and truncations change them.
/// </summary>
/// <param name="Chosen">The token that came.</param>
/// <param name="Likeliest">The likeliest tokens, likeliest first, the lower id first among equals.</param>
public sealed record TokenChoice(TokenProbability Chosen, IReadOnlyList<TokenProbability> Likeliest);
