using System.Runtime.InteropServices;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// What the kernel says to tiles: Linux from 5.16 on saves them for a process that asked for it, for all of its threads,
/// and until it ends.
/// </summary>
internal static unsafe partial class TilePermission
{
    private const nint ArchControl = 158; // the system call's number
    private const nint GetSupported = 0x1021;
    private const nint Request = 0x1023;
    private const int TileData = 18;

    /// <summary>Whether the kernel could grant it; asks for nothing.</summary>
    public static bool IsOffered()
    {
        ulong components;
        return Call(ArchControl, GetSupported, (nint)(&components)) == 0 && ((components >> TileData) & 1) != 0;
    }

    /// <summary>Asks for it; false when it is refused, also because a thread's stack for signals is too small.</summary>
    public static bool TryTake() => Call(ArchControl, Request, TileData) == 0;

    [LibraryImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Call(nint number, nint operation, nint operand);
}
