namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Some inner indices of some neighbouring panels.</summary>
/// <typeparam name="TElement"><see cref="float"/> or <see cref="BFloat16"/>.</typeparam>
/// <param name="values">[panels][depth, width].</param>
/// <param name="stride">Elements from one panel to the next.</param>
/// <param name="factors">[panels][chains, width], what chains are multiplied by; null when all inner indices are one chain.</param>
/// <param name="factorStride">Elements from the factors of one panel to the next's.</param>
/// <param name="chainLength">Inner indices of a chain that has a factor.</param>
internal readonly unsafe struct PanelStretch<TElement>(
    TElement* values, nint stride, float* factors = null, nint factorStride = 0, int chainLength = 0)
    where TElement : unmanaged
{
    public TElement* Values { get; } = values;

    public nint Stride { get; } = stride;

    public float* Factors { get; } = factors;

    public nint FactorStride { get; } = factorStride;

    public int ChainLength { get; } = chainLength;
}
