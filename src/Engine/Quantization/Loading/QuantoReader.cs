using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>Puts the parts of a matrix together that optimum-quanto wrote.</summary>
internal static class QuantoReader
{
    private static readonly DType[] ScaleTypes = [DType.F32, DType.F16, DType.BF16];

    /// <summary>The weight of a layer.</summary>
    /// <param name="parts">The checkpoint.</param>
    /// <param name="module">Path of the layer.</param>
    /// <param name="type">Its type.</param>
    /// <param name="inFeatures">Length of an input row, which the packed types do not store.</param>
    public static QuantizedTensor Read(StoredParts parts, string module, QuantoType type, int inFeatures)
    {
        // Of activations, which stay as they are.
        parts.Drop($"{module}.input_scale");
        parts.Drop($"{module}.output_scale");
        var name = $"{module}.weight";
        if (parts.Left.TryGetValue(name, out var plain))
        {
            QuantizationThrow.Wrong(parts.File, plain, $"{name}._data instead", $"{QuantoMap.FileName} says that this layer is quantised");
        }

        return type.IsPacked ? Packed(parts, name, type, inFeatures) : Bytes(parts, name, type);
    }

    private static RowScaledTensor Bytes(StoredParts parts, string name, QuantoType type)
    {
        var codes = TakeMatrix(parts, $"{name}._data", CodeType(type));
        var (scales, dtype) = TakeScales(parts, $"{name}._scale", codes.Shape[0], "a scale for each row");
        return new RowScaledTensor(name, codes, scales, dtype, type, parts.File);
    }

    private static QuantoPackedTensor Packed(StoredParts parts, string name, QuantoType type, int inFeatures)
    {
        var packed = TakeMatrix(parts, $"{name}._data._data", DType.U8);
        var size = packed.Shape[1];
        if (size == 0 || inFeatures % size != 0)
        {
            QuantizationThrow.Wrong(parts.File, packed, $"groups of {QuantoType.GroupSize(inFeatures)}, or of another size that divides a row of {inFeatures}");
        }

        var groups = parts.Left.TryGetValue($"{name}._scale", out var stored) ? (int)Math.Min(stored.ElementCount, int.MaxValue) : 0;
        if (QuantoPacking.PackedRows(groups, type.Bits) != packed.Shape[0] || groups % (inFeatures / size) != 0)
        {
            QuantizationThrow.Wrong(parts.File, packed, $"{QuantoPacking.PackedRows(groups, type.Bits)} rows for the {groups} groups of its _scale");
        }

        var (scales, dtype) = TakeScales(parts, $"{name}._scale", groups, "a scale for each group");
        var (shifts, shiftType) = TakeScales(parts, $"{name}._shift", groups, "a shift for each group");
        if (shiftType != dtype)
        {
            QuantizationThrow.Wrong(parts.File, $"{name}._shift", $"is {shiftType}", $"{dtype}, as its _scale is");
        }

        int[] shape = [groups / (inFeatures / size), inFeatures];
        return new QuantoPackedTensor(name, shape, packed, scales, shifts, dtype, type);
    }

    private static DType CodeType(QuantoType type) => type switch
    {
        _ when type == QuantoType.Float8E4M3 => DType.F8E4M3,
        _ when type == QuantoType.Float8E5M2 => DType.F8E5M2,
        _ when type == QuantoType.Float8E4M3Fnuz => DType.U8,
        _ => DType.I8,
    };

    private static HostTensor TakeMatrix(StoredParts parts, string name, DType dtype)
    {
        if (!parts.Left.TryGetValue(name, out var tensor))
        {
            QuantizationThrow.Wrong(parts.File, name, "is missing", $"a matrix of {dtype} codes");
        }

        if (tensor.DType != dtype || tensor.Shape.Length != 2)
        {
            QuantizationThrow.Wrong(parts.File, tensor, $"a matrix of {dtype} codes");
        }

        parts.Drop(name);
        return tensor;
    }

    private static (float[] Values, DType DType) TakeScales(StoredParts parts, string name, long count, string what)
    {
        var stored = parts.Take(name, ScaleTypes, count, what);
        return (parts.Finite(stored), stored.DType);
    }
}
