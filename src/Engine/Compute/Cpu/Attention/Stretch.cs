namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Tokens are attended to in stretches of 128 from the first on. The running maximum and sums change at the end of a
/// stretch and nowhere else, so a row's result depends on its own tokens alone: not on the rows beside it, on the cut
/// of a prompt into passes, or on the size of a cache block.
/// </summary>
internal static class Stretch
{
    /// <summary>Tokens of a stretch.</summary>
    public const int Tokens = 128;
}
