namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>What a pass computes of one answer.</summary>
/// <param name="Main">Tokens of the full sequence.</param>
/// <param name="ImageOnly">Tokens of the sequence of its pictures.</param>
/// <param name="Unconditioned">Tokens of the sequence without prompt.</param>
/// <param name="IsWhole">Whether nothing is left after it, so that a token can be chosen.</param>
internal readonly record struct PassShare(int Main, int ImageOnly, int Unconditioned, bool IsWhole)
{
    /// <summary>Most tokens of an answer that only goes on: three sequences, each with a chosen and a forced token.</summary>
    public const int MostDecodingTokens = 6;

    /// <summary>All tokens.</summary>
    public int Total => Main + ImageOnly + Unconditioned;

    /// <summary>Whether it reads more than an answer that only goes on.</summary>
    public bool IsPrefill => Total > MostDecodingTokens;
}
