namespace Chameleon.Engine.Quantization.Loading;

/// <summary>How nested magnitudes are restored.</summary>
/// <param name="Code">The 256 values that codes stand for.</param>
/// <param name="Absmax">One for each block of magnitudes.</param>
/// <param name="Offset">Added to every magnitude.</param>
/// <param name="BlockSize">Magnitudes of a block.</param>
internal sealed record NestedStatistics(float[] Code, float[] Absmax, float Offset, int BlockSize)
{
    public long StoredBytes => (Code.Length + Absmax.Length) * sizeof(float);
}
