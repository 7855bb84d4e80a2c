using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute;

/// <summary>What does not fit is refused by both devices with the shapes in the message, before anything is touched.</summary>
public sealed class OperandChecksTests
{
    public static TheoryData<string> Devices => ["reference", "cpu"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_linear_s_shapes_are_in_the_message(string name)
    {
        using var device = Create(name);
        using var weight = device.PackLinear(HostTensor.From("w", new float[6], 2, 3));
        using var input = device.Allocate(DType.F32, 4, 3);
        using var narrow = device.Allocate(DType.F32, 4, 2);
        using var few = device.Allocate(DType.F32, 3, 2);
        Refused(() => device.Linear(input, weight, few), "[2, 3]", "[4, 3]", "[3, 2]");
        Refused(() => device.Linear(narrow, weight, narrow), "[2, 3]", "[4, 2]");
        Refused(() => device.Linear(input, weight, input), "[rows, 2]", "[4, 3]");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_convolution_s_shapes_are_in_the_message(string name)
    {
        using var device = Create(name);
        using var weight = device.PackConvolution(
            HostTensor.From("w", new float[2 * 3 * 9], 2, 3, 3, 3), null, ConvolutionGeometry.Halving);
        using var input = device.Allocate(DType.F32, 4, 4, 3);
        using var whole = device.Allocate(DType.F32, 4, 4, 2);
        Refused(() => device.Convolution(input, weight, whole), "[2, 3]", "[4, 4, 3]", "[4, 4, 2]");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Weights_that_are_no_matrix_or_kernel_are_refused_by_name(string name)
    {
        using var device = Create(name);
        var flat = HostTensor.From("model.norm.weight", new float[6], 6);
        var matrix = HostTensor.From("model.q_proj.weight", new float[6], 2, 3);
        var kernel = HostTensor.From("model.conv_in.weight", new float[2 * 3 * 9], 2, 3, 3, 3);
        Refused(() => device.PackLinear(flat), "model.norm.weight", "[6]");
        Refused(() => device.PackLinear(matrix, flat), "model.norm.weight", "model.q_proj.weight", "[2, 3]", "[6]");
        Refused(() => device.PackConvolution(kernel, null, ConvolutionGeometry.Pointwise), "model.conv_in.weight", "[2, 3, 3, 3]");
        Refused(() => device.PackConvolution(kernel, flat, ConvolutionGeometry.Same), "model.norm.weight", "[2]");
        Refused(() => device.PackConvolution(kernel, null, new ConvolutionGeometry(3, 0, 0, 0)), "Stride = 0");
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void An_id_outside_the_table_is_refused_with_its_place(string name)
    {
        using var device = Create(name);
        using var table = device.Allocate(DType.F32, 5, 2);
        using var output = device.Allocate(DType.F32, 2, 2);
        Refused(() => device.GatherRows(table, [-1, 0], output), "Entry 0", "0 to 4");
        Refused(() => device.GatherRows(table, [1], output), "1 rows", "[5, 2]", "[2, 2]");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Codes_that_do_not_fit_the_latents_are_refused(string name)
    {
        using var device = Create(name);
        using var latents = device.Allocate(DType.F32, 2, 2, 3);
        using var codebook = device.Allocate(DType.F32, 7, 4);
        Refused(() => device.NearestCodes(latents, codebook, new int[4]), "[2, 2, 3]", "[7, 4]");
        using var fitting = device.Allocate(DType.F32, 7, 3);
        Refused(() => device.NearestCodes(latents, fitting, new int[3]), "and 3");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Activations_that_are_not_F32_are_refused(string name)
    {
        using var device = Create(name);
        using var weight = device.PackLinear(HostTensor.From("w", new float[6], 2, 3));
        using var input = device.Allocate(DType.BF16, 4, 3);
        using var output = device.Allocate(DType.F32, 4, 2);
        Refused(() => device.Linear(input, weight, output), "BF16 [4, 3]");
    }

    [Fact]
    public void Another_device_s_weight_is_refused()
    {
        using var reference = new ReferenceDevice();
        using var cpu = new CpuDevice();
        using var weight = reference.PackLinear(HostTensor.From("w", new float[6], 2, 3));
        using var input = cpu.Allocate(DType.F32, 4, 3);
        using var output = cpu.Allocate(DType.F32, 4, 2);
        Refused(() => cpu.Linear(input, weight, output), "ReferenceLinearWeight", "CpuLinearWeight");
    }

    private static IComputeDevice Create(string name) => name == "cpu" ? new CpuDevice() : new ReferenceDevice();

    private static void Refused(Action action, params string[] facts)
    {
        var error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.All(facts, fact => Assert.Contains(fact, error.Message));
    }
}
