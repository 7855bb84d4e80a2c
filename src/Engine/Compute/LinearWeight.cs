namespace Chameleon.Engine.Compute;

/// <summary>
/// A matrix [outFeatures, inFeatures] (and optional bias) in the layout that its device multiplies by.
/// Made once by <see cref="IComputeDevice.PackLinear"/>, read-only afterwards, shared by all threads.
/// </summary>
public abstract class LinearWeight : IDisposable
{
    /// <summary>Length of a result row.</summary>
    public abstract int OutFeatures { get; }

    /// <summary>Length of an input row.</summary>
    public abstract int InFeatures { get; }

    /// <summary>Device memory taken.</summary>
    public abstract long ByteCount { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
