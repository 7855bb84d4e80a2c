using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Elementwise;

/// <summary>x + y.</summary>
internal readonly struct Sum<TVector, TIsa> : IBinaryOperator<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static int Cost => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TIsa.Add(x, y);
}

/// <summary>x · sigmoid(x) · y.</summary>
internal readonly struct SiluGate<TVector, TIsa> : IBinaryOperator<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static int Cost => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TIsa.Multiply(VectorMath<TVector, TIsa>.Silu(x), y);
}

/// <summary>x · Φ(x) · y.</summary>
internal readonly struct GeluGate<TVector, TIsa> : IBinaryOperator<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static int Cost => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y)
    {
        var tail = TIsa.Multiply(TIsa.Abs(x), VectorMath<TVector, TIsa>.NormalTail(x));
        return TIsa.Multiply(TIsa.Subtract(TIsa.Max(default, x), tail), y);
    }
}

/// <summary>½x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) · y, which is x · sigmoid(2√(2/π) · …) · y.</summary>
internal readonly struct GeluTanhGate<TVector, TIsa> : IBinaryOperator<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static int Cost => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y)
    {
        var cube = TIsa.FusedMultiplyAdd(TIsa.Multiply(x, x), TIsa.Broadcast(0.07135481283f), TIsa.Broadcast(1.5957691216f));
        return TIsa.Multiply(TIsa.Multiply(x, VectorMath<TVector, TIsa>.Sigmoid(TIsa.Multiply(x, cube))), y);
    }
}

/// <summary>max(x, 0) · y.</summary>
internal readonly struct ReluGate<TVector, TIsa> : IBinaryOperator<TVector>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static int Cost => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector x, TVector y) => TIsa.Multiply(TIsa.Max(default, x), y);
}
