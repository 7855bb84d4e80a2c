namespace Chameleon.Engine.Compute.Cpu.Norms;

/// <summary>Sizes of a group norm.</summary>
/// <param name="Positions">height · width.</param>
/// <param name="Channels">Values of a position.</param>
/// <param name="Groups">Groups of neighbouring channels.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Swish">Whether x · sigmoid(x) follows.</param>
internal readonly record struct GroupNormShape(int Positions, int Channels, int Groups, float Epsilon, bool Swish)
{
    /// <summary>Channels of a group.</summary>
    public int GroupSize => Channels / Groups;

    /// <summary>A group's part of a row of channels.</summary>
    public unsafe Span<float> Members(float* row, int group) => new(row + ((nint)group * GroupSize), GroupSize);
}
