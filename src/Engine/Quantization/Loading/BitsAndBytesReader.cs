using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>Puts the parts of a matrix together that bitsandbytes wrote.</summary>
internal static class BitsAndBytesReader
{
    // Versions differ in the last digit of their tables; a table of something else differs in the first.
    private const float TableTolerance = 1e-6f;

    private const string SavedAfterUse = "bitsandbytes spoils statistics when a model is saved after a forward pass";

    /// <summary>A matrix in 4-bit blocks.</summary>
    /// <param name="parts">The checkpoint.</param>
    /// <param name="module">Path of the layer.</param>
    public static QuantizedTensor FourBit(StoredParts parts, string module)
    {
        var name = $"{module}.weight";
        RequireQuantized(parts, name, DType.U8, "packed 4-bit codes");
        var state = FourBitState.Take(parts, name);
        var elements = Shape.Count(state.Shape);
        var packed = parts.Take(name, DType.U8, FourBitCodec.PackedLength(elements), $"two elements of {Shape.Describe(state.Shape)} to a byte");
        CheckTable(parts, $"{name}.quant_map", state.Code);
        return new FourBitTensor(state.Shape, packed, TakeMagnitudes(parts, name, state, FourBitCodec.BlockCount(elements, state.BlockSize)), state.Code, state.BlockSize);
    }

    /// <summary>A matrix of LLM.int8.</summary>
    public static QuantizedTensor Int8(StoredParts parts, string module)
    {
        var name = $"{module}.weight";
        RequireQuantized(parts, name, DType.I8, "int8 codes");
        var codes = parts.Left[name];
        if (codes.Shape.Length != 2)
        {
            QuantizationThrow.Wrong(parts.File, codes, "a matrix [out, in]");
        }

        parts.Drop(name);
        var format = parts.Take($"{module}.weight_format", DType.U8, 1, "the order of the elements");
        if (format.ToFloats()[0] is var order and not 0)
        {
            QuantizationThrow.Wrong(parts.File, format.Name, $"is {order}", "0, rows one after the other");
        }

        var magnitudes = parts.TakeFloats($"{module}.SCB", codes.Shape[0], "a magnitude for each row");
        if (Array.FindIndex(magnitudes, value => value < 0) is var bad and >= 0)
        {
            QuantizationThrow.Wrong(parts.File, $"{module}.SCB", $"row {bad} has the magnitude {magnitudes[bad]}", "a finite number of at least 0");
        }

        return new RowScaledTensor(name, codes, magnitudes, DType.F32, type: null, parts.File);
    }

    private static void RequireQuantized(StoredParts parts, string name, DType dtype, string what)
    {
        if (!parts.Left.TryGetValue(name, out var stored))
        {
            QuantizationThrow.Wrong(parts.File, name, "is missing", $"{dtype} of {what}");
        }

        if (stored.DType != dtype)
        {
            QuantizationThrow.Wrong(
                parts.File, stored, $"{dtype} of {what}", "quantization_config says that this layer is quantised, and neither a skip list nor the weights may mix that");
        }
    }

    private static void CheckTable(StoredParts parts, string name, FourBitCode code)
    {
        var table = parts.TakeFloats(name, FourBitCode.Count, $"the values of {code.Name}");
        for (var i = 0; i < table.Length; i++)
        {
            if (MathF.Abs(table[i] - code.Values[i]) > TableTolerance)
            {
                QuantizationThrow.Wrong(parts.File, name, $"value {i} is {table[i]}", $"{code.Values[i]}, that of {code.Name}");
            }
        }
    }

    private static Magnitudes TakeMagnitudes(StoredParts parts, string name, FourBitState state, long blocks)
    {
        var nested = state.NestedBlockSize is not null;
        var (absmax, dtype) = ($"{name}.absmax", nested ? DType.U8 : DType.F32);
        if (parts.Left.TryGetValue(absmax, out var found) && (found.DType != dtype || found.ElementCount != blocks || found.Shape.Length != 1))
        {
            QuantizationThrow.Wrong(parts.File, found, $"{dtype} [{blocks}], a magnitude for each block of {state.BlockSize}", SavedAfterUse);
        }

        var stored = parts.Take(absmax, dtype, blocks, $"a magnitude for each block of {state.BlockSize}");
        if (state.NestedBlockSize is not { } size)
        {
            return new Magnitudes(stored, null, parts.File);
        }

        var outer = parts.TakeFloats($"{name}.nested_absmax", (blocks + size - 1) / size, $"a magnitude for each {size} magnitudes");
        return new Magnitudes(stored, new NestedStatistics(parts.TakeTable($"{name}.nested_quant_map"), outer, state.NestedOffset, size), parts.File);
    }
}
