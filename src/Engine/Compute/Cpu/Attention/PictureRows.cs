namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Keys and values of all positions of a picture, which lie next to each other.</summary>
/// <param name="firstKey">[positions, channels].</param>
/// <param name="firstValue">[positions, channels].</param>
/// <param name="channels">Length of a key.</param>
internal readonly unsafe struct PictureRows(float* firstKey, float* firstValue, nint channels) : IKeyValueRows
{
    public int Keys(int token, int most, out float* keys)
    {
        keys = KeyPlace(token);
        return most;
    }

    public int Values(int token, int most, out float* values)
    {
        values = ValuePlace(token);
        return most;
    }

    public float* KeyPlace(int token) => firstKey + (token * channels);

    public float* ValuePlace(int token) => firstValue + (token * channels);
}
