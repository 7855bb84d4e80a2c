namespace Chameleon.Engine.Compute;

/// <summary>A piece of a device's memory. <see cref="Address"/> throws <see cref="ObjectDisposedException"/> once freed.</summary>
internal abstract class DeviceMemory : IDisposable
{
    /// <summary>First byte, in the device's address space.</summary>
    public abstract nint Address { get; }

    /// <summary>Frees the memory; more than once is harmless.</summary>
    public abstract void Dispose();
}
