using System.Runtime.InteropServices;

namespace Chameleon.Engine.Imaging.Vips;

/// <summary>
/// The functions of libvips and GLib that the engine calls. None is variadic: operations are built by name with typed
/// properties. Call only through <see cref="VipsLibrary.EnsureLoaded"/>.
/// </summary>
internal static partial class VipsNative
{
    public const string Vips = "chameleon-vips";
    public const string GObject = "chameleon-gobject";
    public const string GLib = "chameleon-glib";

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void LogHandler(nint domain, int level, nint message, nint data);

    [LibraryImport(Vips, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Initialize(string program);

    [LibraryImport(Vips, EntryPoint = "vips_version")]
    public static partial int Version(int part);

    [LibraryImport(Vips, EntryPoint = "vips_block_untrusted_set")]
    public static partial void BlockUntrusted(int state);

    [LibraryImport(Vips, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void BlockOperation(string name, int state);

    [LibraryImport(Vips, EntryPoint = "vips_cache_set_max")]
    public static partial void SetCacheSize(int operations);

    [LibraryImport(Vips, EntryPoint = "vips_concurrency_set")]
    public static partial void SetConcurrency(int threads);

    [LibraryImport(Vips, EntryPoint = "vips_error_clear")]
    public static partial void ClearErrors();

    [LibraryImport(Vips, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewOperation(string name);

    [LibraryImport(Vips, EntryPoint = "vips_cache_operation_buildp")]
    public static partial int BuildOperation(ref nint operation);

    [LibraryImport(Vips, EntryPoint = "vips_object_unref_outputs")]
    public static partial void ReleaseOutputs(nint operation);

    [LibraryImport(Vips, EntryPoint = "vips_object_set_argument_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetArgument(nint target, string name, string value);

    [LibraryImport(Vips, EntryPoint = "vips_blob_copy")]
    public static partial nint CopyToBlob(ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Vips, EntryPoint = "vips_blob_get")]
    public static partial nint BlobData(nint blob, out nuint length);

    [LibraryImport(Vips, EntryPoint = "vips_area_unref")]
    public static partial void ReleaseBlob(nint blob);

    [LibraryImport(Vips, EntryPoint = "vips_blob_get_type")]
    public static partial nuint BlobType();

    [LibraryImport(Vips, EntryPoint = "vips_image_get_type")]
    public static partial nuint ImageType();

    [LibraryImport(Vips, EntryPoint = "vips_image_new_from_memory_copy")]
    public static partial nint NewImage(ReadOnlySpan<byte> data, nuint size, int width, int height, int bands, int format);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_width")]
    public static partial int Width(VipsObject image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_height")]
    public static partial int Height(VipsObject image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_bands")]
    public static partial int Bands(VipsObject image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_format")]
    public static partial int Format(VipsObject image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_interpretation")]
    public static partial int Interpretation(VipsObject image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_orientation")]
    public static partial int Orientation(VipsObject image);

    [LibraryImport(Vips, EntryPoint = "vips_region_new")]
    public static partial nint NewRegion(VipsObject image);

    [LibraryImport(Vips, EntryPoint = "vips_region_fetch")]
    public static partial nint FetchRegion(VipsObject region, int left, int top, int width, int height, out nuint length);

    [LibraryImport(GObject, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetProperty(nint target, string name, ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void GetProperty(nint target, string name, ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_object_unref")]
    public static partial void Unref(nint target);

    [LibraryImport(GObject, EntryPoint = "g_value_init")]
    public static partial nint InitializeValue(ref GValue value, nuint type);

    [LibraryImport(GObject, EntryPoint = "g_value_unset")]
    public static partial void ReleaseValue(ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_value_set_object")]
    public static partial void SetObject(ref GValue value, VipsObject target);

    [LibraryImport(GObject, EntryPoint = "g_value_dup_object")]
    public static partial nint DuplicateObject(ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_value_set_boxed")]
    public static partial void SetBoxed(ref GValue value, nint boxed);

    [LibraryImport(GObject, EntryPoint = "g_value_get_boxed")]
    public static partial nint GetBoxed(ref GValue value);

    [LibraryImport(GLib, EntryPoint = "g_free")]
    public static partial void Free(nint memory);

    [LibraryImport(GLib, EntryPoint = "g_log_set_handler", StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint SetLogHandler(string domain, int levels, LogHandler handler, nint data);

    /// <summary>GLib's typed value, as its C headers lay it out.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct GValue
    {
        public nuint Type;
        public ulong First;
        public ulong Second;
    }
}
