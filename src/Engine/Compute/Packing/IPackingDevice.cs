using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Packing;

/// <summary>
/// A device whose packed weights can be taken apart, and put together again over other memory: what is needed to keep
/// them between two starts. One thread at a time.
/// </summary>
internal interface IPackingDevice : IComputeDevice
{
    /// <summary>What the bytes of its packed weights depend on.</summary>
    PackedLayout Layout { get; }

    /// <summary>Counts the memory of its tensors.</summary>
    MemoryLedger Ledger { get; }

    /// <summary>The parts of a matrix, which stay its own.</summary>
    PackedParts TakeApart(LinearWeight weight);

    /// <summary>The parts of a kernel, which stay its own.</summary>
    PackedParts TakeApart(ConvolutionWeight weight);

    /// <summary>The matrix of some parts, which it takes over.</summary>
    /// <exception cref="InvalidDataException">They are not those of such a matrix; nothing is taken over.</exception>
    LinearWeight PutTogether(PackedParts parts, MatrixShape shape);

    /// <summary>The kernel of some parts, which it takes over; its matrix is [out, size · size · in].</summary>
    /// <exception cref="InvalidDataException">They are not those of such a kernel; nothing is taken over.</exception>
    ConvolutionWeight PutTogether(PackedParts parts, MatrixShape shape, ConvolutionGeometry geometry);
}
