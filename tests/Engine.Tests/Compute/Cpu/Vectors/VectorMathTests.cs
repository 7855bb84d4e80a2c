using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Reference;

namespace Chameleon.Engine.Tests.Compute.Cpu.Vectors;

public sealed class VectorMathTests
{
    [Fact]
    public void Exp_is_within_two_units_in_the_last_place()
    {
        for (var x = -87.3f; x < 88.3f; x += 0.0037f)
        {
            var expected = Math.Exp(x);
            Assert.InRange((Exp(x) - expected) / expected, -2.4e-7, 2.4e-7);
        }
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(-88f, 0f)]
    [InlineData(-1e30f, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(89f, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Exp_of_special_values_is_exact(float x, float expected) => Assert.Equal(expected, Exp(x));

    [Fact]
    public void The_normal_tail_is_accurate_far_out()
    {
        for (var x = -9f; x < 9; x += 0.0113f)
        {
            var expected = 0.5 * ReferenceActivation.ComplementaryErrorFunction(Math.Abs(x) / Math.Sqrt(2));
            Assert.InRange((NormalTail(x) - expected) / expected, -4e-6, 4e-6);
        }
    }

    [Fact]
    public void All_widths_give_the_same_bits()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var x = (float)((random.NextDouble() * 200) - 100);
            var wide = VectorMath<Vector512<float>, Isa512>.Exp(Vector512.Create(x));
            var narrow = VectorMath<Vector128<float>, Isa128>.Exp(Vector128.Create(x));
            Assert.Equal(BitConverter.SingleToInt32Bits(Exp(x)), BitConverter.SingleToInt32Bits(wide[11]));
            Assert.Equal(BitConverter.SingleToInt32Bits(Exp(x)), BitConverter.SingleToInt32Bits(narrow[3]));
        }
    }

    private static float Exp(float x) => VectorMath<Vector256<float>, Isa256>.Exp(Vector256.Create(x))[5];

    private static float NormalTail(float x) => VectorMath<Vector256<float>, Isa256>.NormalTail(Vector256.Create(x))[2];
}
