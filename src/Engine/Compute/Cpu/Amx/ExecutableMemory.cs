using System.Runtime.InteropServices;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// Memory of the system's own that holds code: never writable and executable at the same time, and there until the process
/// ends. Linux only.
/// </summary>
internal static unsafe partial class ExecutableMemory
{
    private const int Read = 1;
    private const int Write = 2;
    private const int Execute = 4;
    private const int PrivateAnonymous = 0x22;
    private const nint Failed = -1;

    /// <summary>The address of a copy of the code that can be called; 0 where the system does not allow that.</summary>
    public static nint TryPlace(ReadOnlySpan<byte> code)
    {
        var length = (nuint)code.Length;
        var address = Map(0, length, Read | Write, PrivateAnonymous, -1, 0);
        if (address == Failed)
        {
            return 0;
        }

        code.CopyTo(new Span<byte>((void*)address, code.Length));
        if (Protect(address, length, Read | Execute) == 0)
        {
            return address;
        }

        _ = Unmap(address, length);
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);
}
