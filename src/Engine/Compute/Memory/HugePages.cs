using System.Runtime.InteropServices;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>
/// Asks Linux to back large blocks with 2 MiB pages: a matrix × vector pass over gigabytes of weights otherwise spends
/// part of its bandwidth on address translation.
/// </summary>
internal static partial class HugePages
{
    /// <summary>Size and alignment of a huge page.</summary>
    public const int PageBytes = 2 << 20;

    private const int MadviseHugePage = 14;

    /// <summary>Whether a block of this size is worth aligning and advising.</summary>
    public static bool Worthwhile(long byteCount) => OperatingSystem.IsLinux() && byteCount >= 2L * PageBytes;

    /// <summary>A request, not a demand: kernels built without huge pages refuse it and nothing is lost.</summary>
    public static void Advise(nint address, long byteCount) => _ = Madvise(address, (nuint)byteCount, MadviseHugePage);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Madvise(nint address, nuint length, int advice);
}
