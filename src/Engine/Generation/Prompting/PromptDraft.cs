using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Generation.Prompting;

/// <summary>
/// A prompt whose length is known though some of its pictures are not encoded yet: runs of ids and pictures in order.
/// </summary>
/// <param name="Segments">The pieces.</param>
/// <param name="TokenCount">Ids of all of them once the pictures are encoded.</param>
/// <param name="PictureCount">Pictures, encoded or not.</param>
internal sealed record PromptDraft(IReadOnlyList<PromptSegment> Segments, int TokenCount, int PictureCount);

/// <summary>Ids, or a picture that is still to become ids.</summary>
/// <param name="Ids">Ids as they are; null for a picture.</param>
/// <param name="Picture">The picture; null for ids.</param>
internal readonly record struct PromptSegment(int[]? Ids, PixelImage? Picture);
