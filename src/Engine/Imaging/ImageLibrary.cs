using Chameleon.Engine.Imaging.Vips;

namespace Chameleon.Engine.Imaging;

/// <summary>What is known of the native picture library, for reports such as <c>doctor</c>. Thread-safe.</summary>
public static class ImageLibrary
{
    /// <summary>Where the library was found and its version, such as "libvips 8.18.7 (libvips.so.42)".</summary>
    /// <exception cref="DllNotFoundException">It is missing; the message says in one sentence how to get it.</exception>
    public static string Describe()
    {
        var path = VipsLibrary.EnsureLoaded();
        return $"libvips {VipsNative.Version(0)}.{VipsNative.Version(1)}.{VipsNative.Version(2)} ({path})";
    }
}
