using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Quantization.Int8;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>value · scale: nf4, fp4, quanto's int8.</summary>
internal readonly unsafe struct Scaled<TVector, TIsa> : IRestoredValue<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Restore(TVector value, float* scale, float* shift) => TIsa.Multiply(value, TIsa.Load(scale));
}

/// <summary>value · scale − shift, rounded twice: quanto's groups.</summary>
internal readonly unsafe struct ScaledAndShifted<TVector, TIsa> : IRestoredValue<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Restore(TVector value, float* scale, float* shift) =>
        TIsa.Subtract(TIsa.Multiply(value, TIsa.Load(scale)), TIsa.Load(shift));
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
