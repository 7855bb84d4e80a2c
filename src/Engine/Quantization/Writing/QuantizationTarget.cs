using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Quantization.Quanto;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>What weights can be quantised to. Immutable.</summary>
public sealed class QuantizationTarget
{
    private QuantizationTarget(string name) => Name = name;

    /// <summary>Everything there is.</summary>
    public static IReadOnlyList<QuantizationTarget> All { get; } =
    [
        new("nf4") { Code = FourBitCode.Nf4 },
        new("nf4-nested") { Code = FourBitCode.Nf4, Nested = true },
        new("fp4") { Code = FourBitCode.Fp4 },
        new("fp4-nested") { Code = FourBitCode.Fp4, Nested = true },
        new("int8"),
        new("quanto-int8") { Quanto = QuantoType.Int8 },
        new("quanto-int4") { Quanto = QuantoType.Int4 },
        new("quanto-int2") { Quanto = QuantoType.Int2 },
        new("quanto-float8") { Quanto = QuantoType.Float8E4M3 },
    ];

    /// <summary>As a command line calls it: <c>nf4-nested</c>.</summary>
    public string Name { get; }

    /// <summary>The table of bitsandbytes' 4-bit blocks; null when it is something else.</summary>
    internal FourBitCode? Code { get; private init; }

    /// <summary>Whether the blocks' magnitudes are quantised too.</summary>
    internal bool Nested { get; private init; }

    /// <summary>optimum-quanto's type; null when it is something else.</summary>
    internal QuantoType? Quanto { get; private init; }

    /// <summary>The target of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists what there is.</exception>
    public static QuantizationTarget Parse(string name) =>
        All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"Weights can be quantised to {string.Join(", ", All.Select(target => target.Name))}, not to '{name}'.", nameof(name));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
