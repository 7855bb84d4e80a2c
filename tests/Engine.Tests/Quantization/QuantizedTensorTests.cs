using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;
using Chameleon.Engine.Tests.Models;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class QuantizedTensorTests
{
    public static TheoryData<string> Models => ["bnb-nf4", "bnb-fp4", "bnb-int8", "quanto-int8"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Slices_of_any_place_and_length_are_those_of_the_whole(string model)
    {
        using var checkpoint = Checkpoint.Open(QuantizedModel.Folder(model));
        var random = new Random(3);
        foreach (var tensor in Quantized(model, checkpoint))
        {
            var whole = tensor.ToFloats();
            for (var round = 0; round < 20; round++)
            {
                var start = random.Next(whole.Length);
                var slice = new float[random.Next(1, whole.Length - start + 1)];
                tensor.ReadFloats(start, slice);
                QuantGolden.AssertSameBits(whole.AsSpan(start, slice.Length), slice, $"{tensor.Name} from {start}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_quantised_matrix_multiplies_as_its_values_do_on_every_device(string model)
    {
        using var checkpoint = Checkpoint.Open(QuantizedModel.Folder(model));
        var tensor = Quantized(model, checkpoint).First(candidate => candidate.Shape[0] != candidate.Shape[1]);
        var random = new Random(4);
        var x = Enumerable.Range(0, 3 * tensor.Shape[1]).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var products = ProductsOnEveryDevice(tensor, x);
        var restored = ProductsOnEveryDevice(HostTensor.From(tensor.Name, tensor.ToFloats(), tensor.Shape), x);
        if (tensor is IFourBitRows { IsScaledAfterwards: true })
        {
            Assert.All(products.Zip(restored), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-6f));
        }
        else
        {
            QuantGolden.AssertSameBits(restored, products, "products");
        }
    }

    [Fact]
    public void A_stored_form_takes_the_bytes_of_all_its_parts()
    {
        foreach (var model in (string[])["bnb-nf4", "bnb-fp4"])
        {
            using var checkpoint = Checkpoint.Open(QuantizedModel.Folder(model));
            foreach (var tensor in Quantized(model, checkpoint))
            {
                string[] parts = ["", ".absmax", ".nested_absmax", ".nested_quant_map"];
                var expected = parts.Sum(part => checkpoint.Tensors.TryGetValue(tensor.Name + part, out var stored) ? stored.ElementCount * stored.DType.Size() : 0);
                Assert.Equal(expected, tensor.StoredBytes);
            }
        }
    }

    [Fact]
    public void Half_an_element_cannot_be_read()
    {
        using var checkpoint = Checkpoint.Open(QuantizedModel.Folder("bnb-nf4"));
        var tensor = Quantized("bnb-nf4", checkpoint)[0];
        Assert.Throws<ArgumentException>(() => tensor.Read(2, new byte[4]));
        Assert.Throws<ArgumentException>(() => tensor.Read(4, new byte[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Read(-4, new byte[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Read(tensor.ElementCount * 4, new byte[4]));
    }

    /// <summary>Three rows times a matrix: the bits that all devices share.</summary>
    private static float[] ProductsOnEveryDevice(HostTensor source, float[] x)
    {
        float[]? first = null;
        foreach (var name in TestDevices.Names)
        {
            using var device = TestDevices.Create(name);
            using var weight = device.PackLinear(source);
            using var input = device.Allocate(DType.F32, 3, source.Shape[1]);
            using var output = device.Allocate(DType.F32, 3, source.Shape[0]);
            device.Write(x, input);
            device.Linear(input, weight, output);
            var y = new float[3 * source.Shape[0]];
            device.Read(output, 0, y);
            first ??= y;
            QuantGolden.AssertSameBits(first, y, $"products on {name}");
        }

        return first!;
    }

    private static QuantizedTensor[] Quantized(string model, Checkpoint checkpoint)
    {
        var config = ChameleonConfig.Read(Path.Combine(QuantizedModel.Folder(model), "config.json"));
        QuantizedTensor[] tensors = [.. ChameleonManifest.Fit(config, checkpoint).Tensors.Values.OfType<QuantizedTensor>()];
        Assert.Equal(14, tensors.Length);
        return tensors;
    }
}
