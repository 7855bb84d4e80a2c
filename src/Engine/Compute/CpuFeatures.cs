using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Cpu.Amx;

namespace Chameleon.Engine.Compute;

/// <summary>One thing that makes computing on the CPU faster.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Offered">Whether the machine has it.</param>
/// <param name="Used">Whether the engine uses it.</param>
/// <param name="Detail">How much of it, or why not more.</param>
public sealed record CpuFeature(string Name, bool Offered, bool Used, string Detail);

/// <summary>What this machine offers to the CPU device, what of it is used, and why not more. Thread-safe.</summary>
public static class CpuFeatures
{
    private const string HugePagesFile = "/sys/kernel/mm/transparent_hugepage/enabled";

    /// <summary>The widest instruction set that can be used here.</summary>
    public static CpuInstructions Widest =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? CpuInstructions.Avx512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? CpuInstructions.Avx2
        : CpuInstructions.Portable;

    /// <summary>All features, most important first.</summary>
    public static IReadOnlyList<CpuFeature> Inspect() =>
        [Avx512(), Avx2AndFma(), Neon(), BFloat16Arithmetic(), Amx(), Threads(), HugePages(), Memory()];

    private static CpuFeature Avx512()
    {
        var offered = CpuBit(leaf: 7, subLeaf: 0, Register.Ebx, bit: 16);
        var used = Widest == CpuInstructions.Avx512;
        return new("AVX-512", offered, used, Explain(
            offered, used, "16 float32 at once", "DOTNET_EnableAVX512=0, the hypervisor, or .NET's choice for processors that slow down under it"));
    }

    private static CpuFeature Avx2AndFma()
    {
        var offered = CpuBit(7, 0, Register.Ebx, 5) && CpuBit(1, 0, Register.Ecx, 12);
        var used = Widest == CpuInstructions.Avx2;
        return new("AVX2 with FMA", offered, used, Widest == CpuInstructions.Avx512
            ? "not needed beside AVX-512"
            : Explain(offered, used, "8 float32 at once", "DOTNET_EnableAVX2=0, DOTNET_EnableAVX=0 or the hypervisor"));
    }

    private static CpuFeature Neon() => new(
        "NEON", AdvSimd.IsSupported, AdvSimd.IsSupported,
        AdvSimd.IsSupported ? "4 float32 at once" : "an instruction set of ARM processors");

    private static CpuFeature BFloat16Arithmetic()
    {
        var offered = CpuBit(7, 1, Register.Eax, 5) || CpuBit(7, 0, Register.Edx, 22);
        return new("bfloat16 arithmetic", offered, false, offered
            ? ".NET 10 has no instructions for it; bfloat16 weights are widened to float32 in registers"
            : "this processor has none; bfloat16 weights are widened to float32 in registers");
    }

    private static CpuFeature Amx() => new(
        "AMX", AmxProcessor.IsPresent, AmxProcessor.IsTaken,
        AmxProcessor.Obstacle ?? (AmxProcessor.IsTaken ? "16 rows of int8 activations by 16 of weights at once" : "for prompts, when asked for: --activations int8 --amx"));

    private static CpuFeature Threads() => new(
        "processors", true, true,
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} that this process may use, one thread on each"));

    private static CpuFeature HugePages()
    {
        var setting = OperatingSystem.IsLinux() && File.Exists(HugePagesFile) ? File.ReadAllText(HugePagesFile).Trim() : "";
        var offered = setting.Length > 0 && !setting.Contains("[never]", StringComparison.Ordinal);
        return new("2 MiB pages", offered, offered, offered
            ? "asked for with blocks of 4 MiB and more"
            : setting.Length > 0 ? $"switched off in {HugePagesFile}" : "this system does not offer them on request");
    }

    private static CpuFeature Memory() => new(
        "memory", true, true,
        string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F1} GiB for this process"));

    private static string Explain(bool offered, bool used, string gain, string obstacle) =>
        used ? gain : offered ? $"the processor has it, but it is off: {obstacle}" : "this processor does not have it";

    private static bool CpuBit(int leaf, int subLeaf, Register register, int bit)
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < leaf)
        {
            return false;
        }

        var (eax, ebx, ecx, edx) = X86Base.CpuId(leaf, subLeaf);
        var value = register switch
        {
            Register.Eax => eax,
            Register.Ebx => ebx,
            Register.Ecx => ecx,
            _ => edx,
        };
        return ((value >> bit) & 1) != 0;
    }

    private enum Register
    {
        Eax,
        Ebx,
        Ecx,
        Edx,
    }
}
