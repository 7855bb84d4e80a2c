using System.Runtime.InteropServices;

namespace Chameleon.Engine.Imaging.Vips;

/// <summary>One counted reference to an image or region of libvips.</summary>
internal sealed class VipsObject : SafeHandle
{
    public VipsObject(nint reference)
        : base(0, ownsHandle: true) => SetHandle(reference);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        VipsNative.Unref(handle);
        return true;
    }
}
