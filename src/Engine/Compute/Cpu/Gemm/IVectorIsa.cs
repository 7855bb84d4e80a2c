using System.Runtime.CompilerServices;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// What a matrix kernel asks of an instruction set, so that one source serves all widths. Kernels hold
/// <typeparamref name="TVector"/> itself in locals: the JIT keeps those in registers, but not a struct around them.
/// </summary>
/// <typeparam name="TVector">A vector of float32.</typeparam>
internal unsafe interface IVectorIsa<TVector>
    where TVector : unmanaged
{
    /// <summary>float32 values in a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Whether the registers hold 24 accumulators and what feeds them.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TVector Load(float* source);

    /// <summary>Loads bfloat16 values, widened.</summary>
    static abstract TVector Load(BFloat16* source);

    /// <summary>Loads float16 values that are not infinite, widened.</summary>
    static abstract TVector Load(Half* source);

    /// <summary>Loads int8 values, converted.</summary>
    static abstract TVector Load(sbyte* source);

    /// <summary>Loads int32 values, converted.</summary>
    static abstract TVector Load(int* source);

    static abstract void Store(TVector value, float* destination);

    static abstract TVector Broadcast(float value);

    /// <summary>x · y + sum, rounded once.</summary>
    static abstract TVector FusedMultiplyAdd(TVector x, TVector y, TVector sum);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Subtract(TVector x, TVector y);

    static abstract TVector Multiply(TVector x, TVector y);

    static abstract TVector Divide(TVector x, TVector y);

    /// <summary>The greater of two values; NaN if <paramref name="y"/> is, in one instruction.</summary>
    static abstract TVector Max(TVector x, TVector y);

    /// <summary>The lesser of two values; NaN if <paramref name="y"/> is, in one instruction.</summary>
    static abstract TVector Min(TVector x, TVector y);

    static abstract TVector Abs(TVector x);

    /// <summary>All bits of a lane where x &lt; y, none elsewhere.</summary>
    static abstract TVector LessThan(TVector x, TVector y);

    /// <summary>Lanes of <paramref name="chosen"/> where the mask has its bits, of <paramref name="other"/> elsewhere.</summary>
    static abstract TVector Select(TVector mask, TVector chosen, TVector other);

    /// <summary>2ⁿ for the integer n, −127 … 128, in the low bits of each lane; −127 gives 0 and 128 infinity.</summary>
    static abstract TVector PowerOfTwo(TVector bits);
}

/// <summary>Loads of any element type; the choice is made when the kernel is compiled.</summary>
internal static unsafe class VectorIsaExtensions
{
    /// <summary>Loads float32, bfloat16, float16 or int8 values as float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LoadAny<TVector, TIsa, TElement>(TElement* source)
        where TVector : unmanaged
        where TIsa : IVectorIsa<TVector>
        where TElement : unmanaged =>
        typeof(TElement) == typeof(BFloat16) ? TIsa.Load((BFloat16*)source)
        : typeof(TElement) == typeof(Half) ? TIsa.Load((Half*)source)
        : typeof(TElement) == typeof(sbyte) ? TIsa.Load((sbyte*)source)
        : TIsa.Load((float*)source);

    /// <summary>One such value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadOne<TElement>(TElement* source)
        where TElement : unmanaged =>
        typeof(TElement) == typeof(BFloat16) ? FloatConversion.FromBFloat16(((BFloat16*)source)->Bits)
        : typeof(TElement) == typeof(Half) ? (float)*(Half*)source
        : typeof(TElement) == typeof(sbyte) ? *(sbyte*)source
        : *(float*)source;
}
