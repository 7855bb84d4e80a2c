using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// The tiles of this machine's processors. .NET has no intrinsics for them, so <see cref="TileProgram"/> is placed in
/// memory and called. The call is one into unmanaged code: the collector does not wait for it, and the kernel saves tiles
/// when it takes the processor away.
/// </summary>
internal sealed unsafe class AmxProcessor : ITileMachine
{
    private static readonly Lazy<(AmxProcessor? Processor, string? Obstacle)> This = new(Find);
    private readonly delegate* unmanaged<TileArguments*, void> program;

    private AmxProcessor(nint program) => this.program = (delegate* unmanaged<TileArguments*, void>)program;

    /// <summary>Whether the processor has tiles for int8, in the shape that the program is written for.</summary>
    public static bool IsPresent { get; } = HasTilesForInt8();

    /// <summary>Whether this process has taken them.</summary>
    public static bool IsTaken => This.IsValueCreated && This.Value.Processor is not null;

    /// <summary>
    /// What keeps them from being used: what came of asking for them, or as far as that can be known without; null when nothing does.
    /// </summary>
    public static string? Obstacle => This.IsValueCreated ? This.Value.Obstacle : FindObstacle();

    /// <summary>The processor's tiles, taken for the whole process when first asked for; null where anything refuses them.</summary>
    public static AmxProcessor? TryTake() => This.Value.Processor;

    /// <inheritdoc/>
    public void Run(TileArguments* arguments) => program(arguments);

    private static string? FindObstacle() =>
        !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "it is used on 64-bit Linux only"
        : !IsPresent ? "this processor does not have it"
        : !TilePermission.IsOffered() ? "the processor has it, but the kernel does not offer it"
        : null;

    private static (AmxProcessor? Processor, string? Obstacle) Find()
    {
        if (FindObstacle() is { } obstacle)
        {
            return (null, obstacle);
        }

        if (!TilePermission.TryTake())
        {
            return (null, "the kernel does not grant it to this process");
        }

        var address = ExecutableMemory.TryPlace(TileProgram.Assemble());
        if (address == 0)
        {
            return (null, "this system allows no executable memory");
        }

        var processor = new AmxProcessor(address);
        return TileTrial.IsRight(processor) ? (processor, null) : (null, "its sums were wrong in a trial");
    }

    private static bool HasTilesForInt8()
    {
        const int TilesAndInt8 = 3 << 24;
        const int Palettes = 0x1D;
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < Palettes || (X86Base.CpuId(7, 0).Edx & TilesAndInt8) != TilesAndInt8)
        {
            return false;
        }

        var (bytes, names, rows, _) = X86Base.CpuId(Palettes, 1);
        return bytes >>> 16 == TileBlock.TileBytes && (names & 0xFFFF) == TileBlock.RowBytes && names >>> 16 >= 8 && (rows & 0xFFFF) == TileBlock.Side;
    }
}
