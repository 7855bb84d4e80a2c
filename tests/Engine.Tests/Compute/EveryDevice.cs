using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute;

/// <summary>
/// Runs an operation on the oracle and on the CPU with every instruction set on one, two and three threads: all CPU
/// results have the same bits and lie near the oracle's.
/// </summary>
internal static class EveryDevice
{
    public static IEnumerable<CpuOptions> CpuOptions { get; } =
        from instructions in Enum.GetValues<CpuInstructions>()
        from threads in new[] { 1, 2, 3 }
        select new CpuOptions { Instructions = instructions, Threads = threads };

    /// <summary>Relative error of <paramref name="tolerance"/> where values are above 1, absolute where below.</summary>
    public static void Agrees(Func<IComputeDevice, float[]> operation, double tolerance = 1e-6)
    {
        using var reference = new ReferenceDevice();
        var expected = operation(reference);
        AssertClose(expected, OnEveryCpu(operation), tolerance);
    }

    /// <summary>The result that all CPU devices share bit by bit.</summary>
    public static float[] OnEveryCpu(Func<IComputeDevice, float[]> operation)
    {
        float[]? first = null;
        foreach (var options in CpuOptions)
        {
            using var device = new CpuDevice(options);
            var actual = operation(device);
            first ??= actual;
            AssertSameBits(first, actual, device.Name);
            Assert.Equal(0, device.AllocatedBytes);
        }

        return first!;
    }

    public static void AssertSameBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                Assert.Fail($"{what}: element {i} of {expected.Length} is {actual[i]:R}, expected the bits of {expected[i]:R}.");
            }
        }
    }

    public static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var error = Math.Abs((double)expected[i] - actual[i]) / Math.Max(1, Math.Abs((double)expected[i]));
            if (!(error <= tolerance))
            {
                Assert.Fail($"Element {i} of {expected.Length} is {actual[i]:R}, expected {expected[i]:R}: error {error:E2}.");
            }
        }
    }

    /// <summary>Normally distributed values.</summary>
    public static float[] Random(int seed, int count, double scale = 1, double mean = 0)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(mean + (scale * radius * Math.Cos(2 * Math.PI * random.NextDouble())));
        }

        return values;
    }

    /// <summary>A tensor of given values.</summary>
    public static Tensor Tensor(this IComputeDevice device, float[] values, params ReadOnlySpan<int> shape)
    {
        var tensor = device.Allocate(DType.F32, shape);
        device.Write(values, tensor);
        return tensor;
    }

    /// <summary>All values of a tensor.</summary>
    public static float[] Values(this IComputeDevice device, Tensor tensor)
    {
        var values = new float[tensor.ElementCount];
        device.Read(tensor, 0, values);
        return values;
    }
}
