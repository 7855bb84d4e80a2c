namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>How a looked-up value becomes the weight, operation for operation as its codec restores it.</summary>
internal unsafe interface IRestoredValue<TVector>
    where TVector : unmanaged
{
    /// <summary>The weights of one vector of rows.</summary>
    /// <param name="value">What the codes stand for.</param>
    /// <param name="scale">The rows' scales.</param>
    /// <param name="shift">The rows' shifts; read only where there are any.</param>
    static abstract TVector Restore(TVector value, float* scale, float* shift);
}
