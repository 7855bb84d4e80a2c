using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Chameleon.Engine.Native;

/// <summary>
/// Where the engine's P/Invoke declarations find their libraries. An assembly may have one resolver only, so every
/// native part of the engine registers its library names here. Thread-safe.
/// </summary>
internal static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, nint> Handles = Start();

    /// <summary>Makes <c>[LibraryImport(name)]</c> in this assembly resolve to an open library.</summary>
    public static void Register(string name, nint handle) => Handles[name] = handle;

    private static ConcurrentDictionary<string, nint> Start()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        return new ConcurrentDictionary<string, nint>(StringComparer.Ordinal);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        Handles.TryGetValue(name, out var handle) ? handle : 0;
}
