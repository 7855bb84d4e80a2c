using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Quantization.Int8;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>The value itself, and the scale once for a run: nf4, fp4.</summary>
internal readonly unsafe struct ScaledAfterwards<TVector, TIsa> : IChain<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static bool IsScaledAfterwards => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Restore(TVector value, float* scale, float* shift) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Begin(TVector total) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Join(TVector chain, float* scale, TVector total) => TIsa.FusedMultiplyAdd(TIsa.Load(scale), chain, total);
}

/// <summary>value · scale: quanto's int8.</summary>
internal readonly unsafe struct Scaled<TVector, TIsa> : IRestoredValue<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Restore(TVector value, float* scale, float* shift) => TIsa.Multiply(value, TIsa.Load(scale));
}

/// <summary>value · scale − shift, rounded twice, in one chain along the row: quanto's groups.</summary>
internal readonly unsafe struct ScaledAndShifted<TVector, TIsa> : IChain<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static bool IsScaledAfterwards => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Restore(TVector value, float* scale, float* shift) =>
        TIsa.Subtract(TIsa.Multiply(value, TIsa.Load(scale)), TIsa.Load(shift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Begin(TVector total) => total;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Join(TVector chain, float* scale, TVector total) => chain;
}

/// <summary>value · magnitude · 1/127, rounded twice: LLM.int8.</summary>
internal readonly unsafe struct ScaledBy127<TVector, TIsa> : IRestoredValue<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Restore(TVector value, float* scale, float* shift) =>
        TIsa.Multiply(TIsa.Multiply(value, TIsa.Load(scale)), TIsa.Broadcast(Int8RowCodec.InverseOf127));
}
