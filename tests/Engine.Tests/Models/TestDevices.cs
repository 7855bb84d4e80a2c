using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;

namespace Chameleon.Engine.Tests.Models;

/// <summary>The devices that every model test runs on.</summary>
internal static class TestDevices
{
    public static IReadOnlyList<string> Names { get; } = ["reference", "cpu"];

    public static IComputeDevice Create(string name) => name switch
    {
        "reference" => new ReferenceDevice(),
        "cpu" => new CpuDevice(new CpuOptions { Threads = 2 }),
        "cpu-int8" => new CpuDevice(new CpuOptions { Threads = 2, Activations = ActivationPrecision.Int8 }),
        "cpu-int16" => new CpuDevice(new CpuOptions { Threads = 2, Activations = ActivationPrecision.Int16 }),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such device."),
    };
}
