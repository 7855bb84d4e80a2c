using System.Runtime.InteropServices;
using Chameleon.Engine.Native;

namespace Chameleon.Engine.Imaging.Vips;

/// <summary>Finds, opens and locks down libvips, once per process. Thread-safe.</summary>
internal static class VipsLibrary
{
    /// <summary>Environment variable that names the library and so overrides the search.</summary>
    public const string PathVariable = "CHAMELEON_LIBVIPS";

    private const int LogLevelsBelowFatal = 0xF8;

    // Everything that loads is off except what the decoder asks for by name.
    private static readonly string[] AllowedLoaders =
    [
        "VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif",
        "VipsForeignLoadTiff", "VipsForeignLoadHeif",
    ];

    // Held for the life of the process: libvips keeps the pointer.
    private static readonly VipsNative.LogHandler Silence = static (_, _, _, _) => { };

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Path or name under which the library was found.</summary>
    /// <exception cref="DllNotFoundException">No usable library; the message says how to get one.</exception>
    public static string EnsureLoaded() => Loaded.Value;

    /// <summary>Where to look, best first. A library that the user names is the only candidate.</summary>
    public static IReadOnlyList<string> Candidates(string? named, string programFolder) =>
        string.IsNullOrEmpty(named) ? [Path.Combine(programFolder, "libvips.so"), "libvips.so.42"] : [named];

    /// <summary>Opens the first candidate that loads.</summary>
    /// <exception cref="DllNotFoundException">None loads.</exception>
    public static (nint Handle, string Name) Open(IReadOnlyList<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return (handle, candidate);
            }
        }

        throw new DllNotFoundException(
            $"Pictures are read with libvips, which was not found as {string.Join(" or ", candidates)}: run eng/native.sh and build again, "
            + $"or install libvips42 with your system's packages, or set {PathVariable} to the library's path.");
    }

    private static string Load()
    {
        var (handle, name) = Open(Candidates(Environment.GetEnvironmentVariable(PathVariable), AppContext.BaseDirectory));
        NativeLibraries.Register(VipsNative.Vips, handle);

        // The single-file build carries GLib inside; a system's libvips links to the system's.
        NativeLibraries.Register(VipsNative.GObject, Part(handle, "g_object_unref", "libgobject-2.0.so.0"));
        NativeLibraries.Register(VipsNative.GLib, Part(handle, "g_free", "libglib-2.0.so.0"));
        if (VipsNative.Initialize("chameleon") != 0)
        {
            throw new DllNotFoundException($"libvips was found as {name} but does not start; run eng/native.sh to get the build that is tested.");
        }

        VipsNative.SetLogHandler("VIPS", LogLevelsBelowFatal, Silence, 0);
        VipsNative.BlockUntrusted(1);
        VipsNative.BlockOperation("VipsForeignLoad", 1);
        foreach (var loader in AllowedLoaders)
        {
            VipsNative.BlockOperation(loader, 0);
        }

        VipsNative.SetCacheSize(0);
        VipsNative.SetConcurrency(1);
        return name;
    }

    private static nint Part(nint library, string export, string otherwise) =>
        NativeLibrary.TryGetExport(library, export, out _) ? library : NativeLibrary.Load(otherwise);
}
