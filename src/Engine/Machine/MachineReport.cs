using System.Runtime.InteropServices;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Machine;

/// <summary>What this machine offers to the engine, what of it is used, and why not more. Thread-safe.</summary>
public static class MachineReport
{
    private static readonly string[] GpuSigns = ["/dev/nvidia0", "/dev/dxg", "/proc/driver/nvidia/version"];

    /// <summary>Looks at everything.</summary>
    public static IReadOnlyList<MachineCheck> Examine() =>
    [
        new("system", MachineState.Used, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
        new(".NET", MachineState.Used, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
        new("processor", MachineState.Used, ProcessorName()),
        .. CpuFeatures.Inspect().Select(feature => new MachineCheck(
            feature.Name, feature.Used ? MachineState.Used : feature.Offered ? MachineState.NotUsed : MachineState.Absent, feature.Detail)),
        Gpu(),
        PictureLibrary(),
    ];

    private static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static MachineCheck Gpu() => Array.Find(GpuSigns, File.Exists) is { } sign
        ? new("GPU", MachineState.NotUsed, $"there is one ({sign}), but this version computes on the CPU only")
        : new("GPU", MachineState.Absent, "none found; this version computes on the CPU only");

    private static MachineCheck PictureLibrary()
    {
        try
        {
            return new("picture library", MachineState.Used, ImageLibrary.Describe());
        }
        catch (DllNotFoundException exception)
        {
            return new("picture library", MachineState.Broken, exception.Message);
        }
    }
}
