namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Keys and values of all positions of a picture, which lie next to each other.</summary>
/// <param name="firstKey">[positions, channels].</param>
/// <param name="firstValue">[positions, channels].</param>
/// <param name="channels">Length of a key.</param>
internal readonly unsafe struct PictureRows(float* firstKey, float* firstValue, int channels) : IKeyValueRows
{
    public void CopyKeys(int start, int count, float* copy) =>
        TurnedRows.Copy(firstKey + ((nint)start * channels), count, channels, copy, AttentionBuffers.KeyStride);

    public void CopyValues(int start, int count, float* copy, nint stride)
    {
        var value = firstValue + ((nint)start * channels);
        for (var t = 0; t < count; t++, value += channels, copy += stride)
        {
            new ReadOnlySpan<float>(value, channels).CopyTo(new Span<float>(copy, channels));
        }
    }

    public bool CopyScales(int start, int count, float* keyScales, float* valueScales) => false;
}
