namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>The keys and values of one head, token by token, wherever they lie.</summary>
internal unsafe interface IKeyValueRows
{
    /// <summary>The keys from a token on that lie next to each other, valid until the next call.</summary>
    /// <param name="token">First token.</param>
    /// <param name="most">Most tokens wanted.</param>
    /// <param name="keys">[tokens, headDim].</param>
    /// <returns>How many there are, at least one.</returns>
    int Keys(int token, int most, out float* keys);

    /// <summary>The values from a token on that lie next to each other, valid until the next call.</summary>
    /// <param name="token">First token.</param>
    /// <param name="most">Most tokens wanted.</param>
    /// <param name="values">[tokens, headDim].</param>
    /// <returns>How many there are, at least one.</returns>
    int Values(int token, int most, out float* values);

    /// <summary>Where a key is, to be asked for ahead of time; not to be read.</summary>
    float* KeyPlace(int token);

    /// <summary>Where a value is, to be asked for ahead of time; not to be read.</summary>
    float* ValuePlace(int token);
}
