namespace Chameleon.Web.Answers;

/// <summary>What there is to see of an answer under way.</summary>
/// <param name="Version">Goes up with every change.</param>
/// <param name="Blocks">What it holds.</param>
/// <param name="Ahead">How many are before it while it waits; null when it does not wait.</param>
/// <param name="Ended">Whether it is over, and its message in the conversation up to date.</param>
internal sealed record AnswerView(long Version, IReadOnlyList<AnswerBlock> Blocks, int? Ahead, bool Ended);
