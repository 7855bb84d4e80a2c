using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;
using static Chameleon.Engine.Tests.Compute.ProductOperands;

namespace Chameleon.Engine.Tests.Compute.Cpu.Gemm;

/// <summary>Every width of vectors, also those that this machine has to emulate, gives the bits of the reference.</summary>
public sealed class MatrixKernelsTests
{
    private static readonly int[] Widths = [128, 256, 512];

    public static TheoryData<int, DType> Kernels()
    {
        var data = new TheoryData<int, DType>();
        foreach (var width in Widths)
        {
            data.Add(width, DType.F32);
            data.Add(width, DType.BF16);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_row_count_gives_the_bits_of_the_reference(int width, DType dtype)
    {
        for (var rows = 0; rows <= 31; rows++)
        {
            AssertEqualsReference(width, dtype, rows, inner: 37 + rows, features: 75, threads: 2);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_feature_count_gives_the_bits_of_the_reference(int width, DType dtype)
    {
        for (var features = 0; features <= 140; features += features < 70 ? 1 : 23)
        {
            AssertEqualsReference(width, dtype, rows: 1 + (features % 7), inner: 19, features, threads: 1);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_inner_length_gives_the_bits_of_the_reference(int width, DType dtype)
    {
        foreach (var inner in (int[])[0, 1, 2, 3, 255, 256, 257, 511, 513, 777])
        {
            foreach (var rows in (int[])[1, 2, 5, 13, 29])
            {
                AssertEqualsReference(width, dtype, rows, inner, features: 35, threads: 2);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Many_blocks_of_rows_give_the_bits_of_the_reference(int width, DType dtype)
    {
        AssertEqualsReference(width, dtype, rows: 401, inner: 801, features: 67, threads: 1);
        AssertEqualsReference(width, dtype, rows: 401, inner: 801, features: 67, threads: 2);
        AssertEqualsReference(width, dtype, rows: 173, inner: 40, features: 1100, threads: 3);
    }

    [Fact]
    public void Random_shapes_give_the_bits_of_the_reference()
    {
        var random = new Random(5);
        for (var i = 0; i < 60; i++)
        {
            AssertEqualsReference(
                Widths[random.Next(3)], random.Next(2) == 0 ? DType.F32 : DType.BF16,
                random.Next(1, 80), random.Next(1, 400), random.Next(1, 300), random.Next(1, 4), seed: i);
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_alone_and_among_others()
    {
        using var device = new ReferenceDevice();
        using var pool = new WorkerPool(2);
        var random = new Random(9);
        var kernels = MatrixKernels.ForWidth(256);
        using var weight = PanelPacking.PackLinear(device, Host(random, DType.BF16, 130, 600), null, kernels.PanelWidth, pool);
        using var input = Upload(device, random, 200, 600);
        using var all = Multiply(device, kernels, weight, input, pool);
        using var single = device.Allocate(DType.F32, 1, 600);
        var expected = Bits(device, all);
        var values = new float[600];
        foreach (var row in (int[])[0, 5, 6, 167, 168, 199])
        {
            device.Read(input, row * 600, values);
            device.Write(values, single);
            using var alone = Multiply(device, kernels, weight, single, pool);
            Assert.Equal(expected[(row * 130)..((row + 1) * 130)], Bits(device, alone));
        }
    }

    [Fact]
    public void Infinities_and_not_a_numbers_stay_in_their_row_and_column()
    {
        using var device = new ReferenceDevice();
        using var pool = new WorkerPool(1);
        var kernels = MatrixKernels.ForWidth(256);
        var values = new float[7 * 2];
        values[2 * 2] = float.PositiveInfinity;
        values[5 * 2] = float.NaN;
        using var input = device.Upload(HostTensor.From("input", values, 7, 2));
        using var weight = PanelPacking.PackLinear(
            device, HostTensor.From("weight", [1, 0, -1, 0, 0, 0], 3, 2), null, kernels.PanelWidth, pool);
        using var output = Multiply(device, kernels, weight, input, pool);
        var result = Array.ConvertAll(Bits(device, output), BitConverter.UInt32BitsToSingle);
        for (var row = 0; row < 7; row++)
        {
            float[] expected = row switch
            {
                2 => [float.PositiveInfinity, float.NegativeInfinity, float.NaN],
                5 => [float.NaN, float.NaN, float.NaN],
                _ => [0, 0, 0],
            };
            Assert.Equal(expected, result[(row * 3)..((row + 1) * 3)]);
        }
    }

    [Fact]
    public void A_width_that_no_machine_has_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => MatrixKernels.ForWidth(1024));
        Assert.Contains("128, 256 or 512", error.Message);
    }

    private static void AssertEqualsReference(
        int width, DType dtype, int rows, int inner, int features, int threads, int seed = 1)
    {
        using var device = new ReferenceDevice();
        using var pool = new WorkerPool(threads);
        var random = new Random(seed);
        var kernels = MatrixKernels.ForWidth(width);
        var host = Host(random, dtype, features, inner);
        var bias = (rows + features) % 2 == 0 ? Host(random, DType.F32, features) : null;
        using var input = Upload(device, random, rows, inner);
        using var expected = Unwritten(device, rows, features);
        using var reference = ReferenceLinear.Pack(device, host, bias);
        using var weight = PanelPacking.PackLinear(device, host, bias, kernels.PanelWidth, pool);
        ReferenceLinear.Apply(input, reference, expected);
        using var output = Multiply(device, kernels, weight, input, pool);
        Assert.True(
            Bits(device, expected).AsSpan().SequenceEqual(Bits(device, output)),
            $"{dtype} [{rows}, {inner}] · [{features}, {inner}]ᵀ with {width}-bit vectors on {threads} threads differs.");
    }

    private static unsafe Tensor Multiply(
        ReferenceDevice device, MatrixKernels kernels, PanelMatrix weight, Tensor input, WorkerPool pool)
    {
        var output = Unwritten(device, input.Rows, weight.OutFeatures);
        kernels.Multiply((float*)input.Address, input.Rows, weight, (float*)output.Address, pool);
        return output;
    }
}
