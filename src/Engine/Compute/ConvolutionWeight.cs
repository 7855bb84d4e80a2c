namespace Chameleon.Engine.Compute;

/// <summary>
/// A convolution kernel [outChannels, inChannels, size, size] with bias in the layout of its device.
/// Made once by <see cref="IComputeDevice.PackConvolution"/>, read-only afterwards.
/// </summary>
public abstract class ConvolutionWeight : IDisposable
{
    /// <summary>Channels of the result.</summary>
    public abstract int OutChannels { get; }

    /// <summary>Channels of the input.</summary>
    public abstract int InChannels { get; }

    /// <summary>Size, stride and padding.</summary>
    public abstract ConvolutionGeometry Geometry { get; }

    /// <summary>Device memory taken.</summary>
    public abstract long ByteCount { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Zero padding, window and stride of a square convolution.</summary>
/// <param name="KernelSize">Side of the window.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="PadBefore">Zero rows above and zero columns left.</param>
/// <param name="PadAfter">Zero rows below and zero columns right.</param>
public readonly record struct ConvolutionGeometry(int KernelSize, int Stride, int PadBefore, int PadAfter)
{
    /// <summary>1×1.</summary>
    public static ConvolutionGeometry Pointwise => new(1, 1, 0, 0);

    /// <summary>3×3 that keeps the size.</summary>
    public static ConvolutionGeometry Same => new(3, 1, 1, 1);

    /// <summary>3×3, stride 2, one zero row below and one zero column right: the VQ-GAN's halving.</summary>
    public static ConvolutionGeometry Halving => new(3, 2, 0, 1);

    /// <summary>Side of the result for a side of the input.</summary>
    public int OutputSize(int inputSize) => ((inputSize + PadBefore + PadAfter - KernelSize) / Stride) + 1;
}
