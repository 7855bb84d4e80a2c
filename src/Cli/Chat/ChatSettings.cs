using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Chat;

/// <summary>What the command line says about a conversation.</summary>
/// <param name="Text">How text is chosen.</param>
/// <param name="Picture">How pictures are drawn.</param>
/// <param name="MaxTokens">Most tokens of an answer.</param>
/// <param name="Seed">Makes the whole conversation repeatable.</param>
/// <param name="Folder">Where drawn pictures go.</param>
internal sealed record ChatSettings(SamplingOptions Text, PictureOptions Picture, int? MaxTokens, long? Seed, string Folder);
