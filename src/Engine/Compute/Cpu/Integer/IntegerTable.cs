using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>What 4-bit codes stand for, the bytes of the numbers apart.</summary>
/// <param name="numbers">Sixteen numbers.</param>
internal readonly struct IntegerTable(ReadOnlySpan<short> numbers)
{
    /// <summary>Low bytes, which are the numbers where these fit; in both halves.</summary>
    public Vector256<byte> Low { get; } = Plane(numbers, 0);

    /// <summary>High bytes, in both halves.</summary>
    public Vector256<byte> High { get; } = Plane(numbers, 8);

    private static Vector256<byte> Plane(ReadOnlySpan<short> numbers, int shift)
    {
        Span<byte> plane = stackalloc byte[Vector128<byte>.Count];
        for (var i = 0; i < plane.Length; i++)
        {
            plane[i] = (byte)(numbers[i] >> shift);
        }

        return Vector256.Create(Vector128.Create(plane));
    }
}
