namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Keys and values of all positions of a picture, which lie next to each other.</summary>
/// <param name="firstKey">[positions, channels].</param>
/// <param name="firstValue">[positions, channels].</param>
/// <param name="channels">Length of a key.</param>
internal readonly unsafe struct PictureRows(float* firstKey, float* firstValue, nint channels) : IKeyValueRows
{
    public int Segment(int token, int most, out float* keys, out float* values)
    {
        keys = firstKey + (token * channels);
        values = firstValue + (token * channels);
        return most;
    }
}
