namespace Chameleon.Engine.Compute.Packing;

/// <summary>What a packed matrix must be.</summary>
/// <param name="Out">Rows.</param>
/// <param name="In">Columns.</param>
/// <param name="HasBias">Whether there is a bias for each row.</param>
internal readonly record struct MatrixShape(int Out, int In, bool HasBias)
{
    /// <summary>Elements.</summary>
    public long Count => (long)Out * In;

    /// <summary>Panels of so many rows.</summary>
    public int Panels(int width) => ((Out - 1) / width) + 1;
}
