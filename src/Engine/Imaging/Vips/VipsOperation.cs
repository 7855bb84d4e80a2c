using System.Runtime.InteropServices;

namespace Chameleon.Engine.Imaging.Vips;

/// <summary>
/// One operation of libvips: set its arguments, build it, take its output. What libvips says about a failure stays
/// inside: it may hold addresses and paths. One thread at a time.
/// </summary>
internal sealed class VipsOperation : IDisposable
{
    private readonly string name;
    private nint operation;
    private bool built;

    private VipsOperation(string name, nint operation) => (this.name, this.operation) = (name, operation);

    /// <summary>A new operation, or null when this libvips was built without it.</summary>
    public static VipsOperation? Find(string name)
    {
        VipsLibrary.EnsureLoaded();
        var operation = VipsNative.NewOperation(name);
        if (operation == 0)
        {
            VipsNative.ClearErrors();
            return null;
        }

        return new VipsOperation(name, operation);
    }

    /// <summary>A new operation that every usable libvips has.</summary>
    /// <exception cref="NotSupportedException">This one was built without it.</exception>
    public static VipsOperation Get(string name) =>
        Find(name) ?? throw new NotSupportedException($"This build of libvips has no '{name}'; the one that eng/native.sh installs has.");

    /// <summary>Sets a number, boolean or enumeration by its text.</summary>
    public VipsOperation Set(string argument, string value)
    {
        if (VipsNative.SetArgument(operation, argument, value) != 0)
        {
            VipsNative.ClearErrors();
            throw new NotSupportedException($"'{name}' of this libvips knows no {argument} = {value}.");
        }

        return this;
    }

    /// <summary>Sets an image argument; the operation keeps its own reference.</summary>
    public VipsOperation Set(string argument, VipsObject image)
    {
        var value = default(VipsNative.GValue);
        VipsNative.InitializeValue(ref value, VipsNative.ImageType());
        VipsNative.SetObject(ref value, image);
        VipsNative.SetProperty(operation, argument, ref value);
        VipsNative.ReleaseValue(ref value);
        return this;
    }

    /// <summary>Sets a copy of the bytes: libvips reads them long after the call.</summary>
    public VipsOperation Set(string argument, ReadOnlySpan<byte> bytes)
    {
        var blob = VipsNative.CopyToBlob(bytes, (nuint)bytes.Length);
        if (blob == 0)
        {
            throw new InsufficientMemoryException($"No memory for a picture file of {bytes.Length} bytes.");
        }

        var value = default(VipsNative.GValue);
        VipsNative.InitializeValue(ref value, VipsNative.BlobType());
        VipsNative.SetBoxed(ref value, blob);
        VipsNative.SetProperty(operation, argument, ref value);
        VipsNative.ReleaseValue(ref value);
        VipsNative.ReleaseBlob(blob);
        return this;
    }

    /// <summary>Runs the operation, for loaders up to the header. False when libvips refuses the input.</summary>
    public bool TryBuild()
    {
        built = VipsNative.BuildOperation(ref operation) == 0;
        if (!built)
        {
            VipsNative.ReleaseOutputs(operation);
            VipsNative.ClearErrors();
        }

        return built;
    }

    /// <summary>A reference of the caller's to the image output of a built operation.</summary>
    public VipsObject Image(string output)
    {
        var value = default(VipsNative.GValue);
        VipsNative.InitializeValue(ref value, VipsNative.ImageType());
        VipsNative.GetProperty(operation, output, ref value);
        var image = new VipsObject(VipsNative.DuplicateObject(ref value));
        VipsNative.ReleaseValue(ref value);
        return image;
    }

    /// <summary>The bytes of a blob output of a built operation.</summary>
    public byte[] Bytes(string output)
    {
        var value = default(VipsNative.GValue);
        VipsNative.InitializeValue(ref value, VipsNative.BlobType());
        VipsNative.GetProperty(operation, output, ref value);
        var data = VipsNative.BlobData(VipsNative.GetBoxed(ref value), out var length);
        var bytes = new byte[checked((int)length)];
        Marshal.Copy(data, bytes, 0, bytes.Length);
        VipsNative.ReleaseValue(ref value);
        return bytes;
    }

    public void Dispose()
    {
        if (operation == 0)
        {
            return;
        }

        if (built)
        {
            VipsNative.ReleaseOutputs(operation);
        }

        VipsNative.Unref(operation);
        operation = 0;
    }
}
