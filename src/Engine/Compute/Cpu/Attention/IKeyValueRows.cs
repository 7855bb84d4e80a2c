namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>The keys and values of one head, token by token, wherever they lie.</summary>
internal unsafe interface IKeyValueRows
{
    /// <summary>The tokens from one on that lie next to each other.</summary>
    /// <param name="token">First token.</param>
    /// <param name="most">Most tokens wanted.</param>
    /// <param name="keys">[tokens, headDim].</param>
    /// <param name="values">[tokens, headDim].</param>
    /// <returns>How many there are, at least one.</returns>
    int Segment(int token, int most, out float* keys, out float* values);
}
