using System.Security.Cryptography;
using System.Text;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Integer;
using Chameleon.Engine.Compute.Cpu.Keeping;
using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute.Cpu.Keeping;

public sealed class CpuKeepingTests
{
    private const int Rows = 40;
    private const int Columns = 128;

    private static readonly string[] Plain = ["F32", "BF16"];

    public static IEnumerable<string> Forms => [.. Plain, .. QuantizationTarget.All.Select(target => target.Name)];

    /// <summary>
    /// The bytes that a fixed matrix is packed into. When they change, files that users keep hold other bytes than this
    /// program would make: then <see cref="CpuKeeping.Version"/> takes the next number, and this table the new bytes.
    /// </summary>
    [Fact]
    public void Packed_bytes_change_with_the_version_of_the_layout_alone()
    {
        // What several precisions share is there once, if it is the same.
        var lines = new OrderedDictionary<string, bool>();
        foreach (var instructions in Enum.GetValues<CpuInstructions>())
        {
            foreach (var activations in Enum.GetValues<ActivationPrecision>())
            {
                using var device = new CpuDevice(new CpuOptions { Instructions = instructions, Activations = activations, Threads = 2 });
                var packing = (IPackingDevice)device;
                foreach (var form in Forms)
                {
                    using var weight = device.PackLinear(Matrix(form), Bias());
                    lines[$"{packing.Layout.Name} {form} {Hash(packing.TakeApart(weight))}\n"] = true;
                }

                using var kernel = device.PackConvolution(HostTensor.From("kernel", Values(3, 8 * 4 * 9), 8, 4, 3, 3), HostTensor.From("bias", new float[8], 8), ConvolutionGeometry.Same);
                lines[$"{packing.Layout.Name} convolution {Hash(packing.TakeApart(kernel))}\n"] = true;
            }
        }

        var found = string.Concat(lines.Keys);
        var known = Path.Combine(Golden.RepositoryRoot, "tests", "Engine.Tests", "Compute", "Cpu", "Keeping", $"layout-{CpuKeeping.Version}.txt");
        Assert.True(File.Exists(known), $"{known} is not there; it would hold:\n{found}");
        Assert.Equal(File.ReadAllText(known), found);
    }

    [Fact]
    public void Every_form_of_a_matrix_can_be_kept()
    {
        var kinds = typeof(CpuLinearWeight).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CpuLinearWeight)) && !type.IsAbstract);
        var packed = Everything(parts => parts.Weight.GetType()).Distinct();
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), packed.Select(kind => kind.Name).Order());
    }

    [Fact]
    public void What_was_taken_apart_and_put_together_multiplies_to_the_same_bits()
    {
        Everything(item =>
        {
            using var again = item.Device.PutTogether(Copy(item.Device, item.Parts), item.Shape);
            Assert.Equal(item.Weight.GetType(), again.GetType());
            Assert.Equal(item.Weight.ByteCount, again.ByteCount);
            EveryDevice.AssertSameBits(Product(item.Device, item.Weight), Product(item.Device, again), item.Form);
            return 0;
        });
    }

    [Fact]
    public void Parts_that_are_not_those_of_the_matrix_are_refused_by_what_was_found_and_expected()
    {
        Everything(item =>
        {
            foreach (var (what, parts, shape) in Wrong(item.Parts, item.Shape))
            {
                Assert.True(
                    Record.Exception(() => item.Device.PutTogether(parts, shape)) is InvalidDataException { Message.Length: > 20 },
                    $"{item.Device.Layout.Name} {item.Form}: {what} was accepted");
            }

            return 0;
        });
    }

    [Fact]
    public void A_kernel_is_put_together_of_float32_panels_alone()
    {
        using var device = new CpuDevice();
        var packing = (IPackingDevice)device;
        using var weight = device.PackLinear(Matrix("BF16"));
        Assert.Throws<InvalidDataException>(() => packing.PutTogether(packing.TakeApart(weight), new MatrixShape(Rows, Columns, false), ConvolutionGeometry.Pointwise));
    }

    private static IEnumerable<(string What, PackedParts Parts, MatrixShape Shape)> Wrong(PackedParts parts, MatrixShape shape)
    {
        yield return ("another kind", parts with { Kind = "unheard" }, shape);
        yield return ("more rows", parts, shape with { Out = shape.Out * 2 });
        yield return ("more columns", parts, shape with { In = shape.In * 2 });
        yield return ("fewer columns", parts, shape with { In = shape.In / 2 });
        yield return ("no bias wanted", parts, shape with { HasBias = false });
        yield return ("a number more", parts with { Numbers = [.. parts.Numbers, 0] }, shape);
        yield return ("a tensor more", parts with { Tensors = [.. parts.Tensors, parts.Tensors[0]] }, shape);
        yield return ("a number less", parts with { Numbers = [.. parts.Numbers.SkipLast(1)] }, shape);
        for (var i = 0; i < parts.Tensors.Count; i++)
        {
            var (index, tensor) = (i, parts.Tensors[i]);
            yield return ($"tensor {i} missing", parts with { Tensors = [.. parts.Tensors.Where((_, at) => at != index)] }, shape);
            using var smaller = new Tensor(new NoMemory(), tensor.DType, [.. tensor.Shape[..^1], tensor.Shape[^1] - 1]);
            yield return ($"tensor {i} smaller", parts with { Tensors = [.. parts.Tensors.Select((same, at) => at == index ? smaller : same)] }, shape);
            using var other = new Tensor(new NoMemory(), tensor.DType == DType.F32 ? DType.I32 : DType.I8, tensor.Shape);
            yield return ($"tensor {i} of another type", parts with { Tensors = [.. parts.Tensors.Select((same, at) => at == index ? other : same)] }, shape);
        }

        // The numbers that say how long things are; a scale or a table may be any float.
        var isFourBit = parts.Kind.EndsWith(KeptFourBit.Kind, StringComparison.Ordinal);
        for (var i = isFourBit ? 16 : 0; i < Math.Min(parts.Numbers.Count, isFourBit ? 19 : 3); i++)
        {
            foreach (var value in (long[])[-1, 5, int.MaxValue, long.MaxValue])
            {
                var index = i;
                yield return ($"number {i} as {value}", parts with { Numbers = [.. parts.Numbers.Select((same, at) => at == index ? value : same)] }, shape);
            }
        }
    }

    private static List<T> Everything<T>(Func<(IPackingDevice Device, string Form, LinearWeight Weight, PackedParts Parts, MatrixShape Shape), T> body)
    {
        var results = new List<T>();
        foreach (var activations in Enum.GetValues<ActivationPrecision>())
        {
            using var device = new CpuDevice(new CpuOptions { Activations = activations, Threads = 2 });
            var packing = (IPackingDevice)device;
            foreach (var form in Forms)
            {
                using var weight = device.PackLinear(Matrix(form), Bias());
                results.Add(body((packing, form, weight, packing.TakeApart(weight), new MatrixShape(Rows, Columns, HasBias: true))));
            }

            Assert.Equal(0, device.AllocatedBytes);
        }

        return results;
    }

    // Whole numbers by a power of two: the same on every machine.
    private static float[] Values(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(-32768, 32768) / 65536f)];
    }

    private static HostTensor Bias() => HostTensor.From("bias", Values(2, Rows), Rows);

    private static HostTensor Matrix(string form)
    {
        HostTensor weight = new Bf16("m.weight", Values(1, Rows * Columns), [Rows, Columns]);
        return form switch
        {
            "BF16" => weight,
            "F32" => HostTensor.From("m.weight", weight.ToFloats(), Rows, Columns),
            _ => new WeightQuantizer(new WeightQuantization { Target = QuantizationTarget.Parse(form) }, ["m"], "test", new ParallelOptions()).Convert("m", weight),
        };
    }

    private static PackedParts Copy(IPackingDevice device, PackedParts parts) => parts with
    {
        Tensors = [.. parts.Tensors.Select(tensor =>
        {
            var copy = device.Allocate(tensor.DType, tensor.Shape);
            var bytes = tensor.Bytes(0, (int)tensor.ElementCount * tensor.DType.Size()).ToArray();
            System.Runtime.InteropServices.Marshal.Copy(bytes, 0, copy.Address, bytes.Length);
            return copy;
        })],
    };

    private static float[] Product(IComputeDevice device, LinearWeight weight)
    {
        using var input = device.Upload(HostTensor.From("x", EveryDevice.Random(5, 3 * Columns), 3, Columns));
        using var output = device.Allocate(DType.F32, 3, Rows);
        device.Linear(input, weight, output);
        var result = new float[3 * Rows];
        device.Read(output, 0, result);
        return result;
    }

    private static string Hash(PackedParts parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{parts.Kind} {string.Join(' ', parts.Numbers)} {string.Join(' ', parts.Tensors)}"));
        foreach (var tensor in parts.Tensors)
        {
            hash.AppendData(tensor.Bytes(0, (int)tensor.ElementCount * tensor.DType.Size()));
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    private sealed class NoMemory : DeviceMemory
    {
        public override nint Address => throw new InvalidOperationException("Nothing must be read.");

        public override void Dispose()
        {
        }
    }

    private sealed class Bf16(string name, float[] values, int[] shape) : HostTensor(name, DType.BF16, shape)
    {
        private readonly byte[] bytes = [.. values.SelectMany(value => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)))];

        public override void Read(long byteOffset, Span<byte> destination) => bytes.AsSpan((int)byteOffset, destination.Length).CopyTo(destination);
    }
}
