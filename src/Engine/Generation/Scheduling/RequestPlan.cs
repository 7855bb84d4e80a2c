using Chameleon.Engine.Generation.Grammar.Masks;
using Chameleon.Engine.Generation.Prompting;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>A request that was checked and is not made yet.</summary>
/// <param name="Draft">The prompt before its pictures are encoded.</param>
/// <param name="NegativePrompt">The prompt of the side that guidance leads away from; empty for nothing.</param>
/// <param name="MaxNewTokens">Tokens that each answer may have, resolved.</param>
/// <param name="Grammar">What each answer must be; null for anything.</param>
/// <param name="KeptPicture">[codes per picture]: tokens of the codes that are not drawn; null draws all.</param>
internal sealed record RequestPlan(PromptDraft Draft, int[] NegativePrompt, int MaxNewTokens, GrammarBinding? Grammar, int?[]? KeptPicture);
