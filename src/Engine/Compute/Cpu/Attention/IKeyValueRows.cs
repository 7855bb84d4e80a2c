namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>The keys and values of one head, wherever and in whatever form they lie, as float32 for many queries at once.</summary>
internal unsafe interface IKeyValueRows
{
    /// <summary>Copies the keys of a stretch, the same element of all next to each other.</summary>
    /// <param name="start">First token.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="copy">[headDim, <see cref="AttentionBuffers.KeyStride"/>]; past the count anything.</param>
    void CopyKeys(int start, int count, float* copy);

    /// <summary>Copies the values of a stretch.</summary>
    /// <param name="start">First token.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="copy">[count, stride].</param>
    /// <param name="stride">Elements from one value to the next.</param>
    void CopyValues(int start, int count, float* copy, nint stride);

    /// <summary>Copies what finished products with keys, and weights of values, are multiplied by.</summary>
    /// <param name="start">First token.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="keyScales">[count].</param>
    /// <param name="valueScales">[count].</param>
    /// <returns>Whether there are such scales.</returns>
    bool CopyScales(int start, int count, float* keyScales, float* valueScales);
}
