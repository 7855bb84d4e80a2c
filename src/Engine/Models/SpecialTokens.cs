namespace Chameleon.Engine.Models;

/// <summary>Ids with a role in the prompt format. Taken from the tokenizer, never from the config.</summary>
/// <param name="BeginOfSequence">First id of every sequence (<c>&lt;s&gt;</c>).</param>
/// <param name="EndOfSequence">Ends an answer (<c>&lt;/s&gt;</c>).</param>
/// <param name="EndOfTurn">Ends a turn, and an answer too (<c>&lt;reserved08706&gt;</c>).</param>
public readonly record struct SpecialTokens(int BeginOfSequence, int EndOfSequence, int EndOfTurn);
