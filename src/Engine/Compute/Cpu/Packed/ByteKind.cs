using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>How a byte and its row's scale become a weight.</summary>
/// <param name="Per127">int8 · scale · 1/127 instead of int8 · scale; of no meaning with a table.</param>
/// <param name="Table">What the 256 codes stand for, where they are not int8 or a product is rounded; otherwise null.</param>
/// <param name="RoundTo">The type that a product with a value of the table is rounded to.</param>
internal sealed record ByteKind(bool Per127, float[]? Table, DType RoundTo)
{
    /// <summary>LLM.int8.</summary>
    public static ByteKind Int8Per127 { get; } = new(true, null, DType.F32);

    /// <summary>quanto's int8 with scales in float32.</summary>
    public static ByteKind Int8 { get; } = new(false, null, DType.F32);
}
