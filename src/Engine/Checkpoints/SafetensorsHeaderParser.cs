using System.Text.Json;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Checkpoints;

/// <summary>
/// The JSON of a safetensors header. Read token by token because a document model would keep the last of two equal
/// names in silence, and two readers of one file must not see different tensors.
/// </summary>
internal sealed class SafetensorsHeaderParser(string file)
{
    /// <summary>Largest number of tensors in one file; the largest published models have some thousands.</summary>
    public const int MostTensors = 65_536;

    private const string MetadataName = "__metadata__";
    private const int MostDimensions = 16;

    // Header, tensor, shape; anything deeper is not a safetensors header.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 3 };

    private readonly HashSet<string> names = [];
    private readonly Dictionary<string, string> metadata = [];

    public List<TensorEntry> Tensors { get; } = [];

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    public void Parse(ReadOnlySpan<byte> header)
    {
        var reader = new Utf8JsonReader(header, Options);
        try
        {
            ParseEntries(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped lone surrogate inside a string.
            throw Invalid(null, $"the header is not valid JSON at byte {reader.BytesConsumed}.");
        }
    }

    private void ParseEntries(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (ReadName(ref reader, null) is { } name)
        {
            if (!names.Add(name))
            {
                throw Duplicate(name, "occurs twice in the header.");
            }

            if (name == MetadataName)
            {
                ParseMetadata(ref reader);
            }
            else if (Tensors.Count == MostTensors)
            {
                throw new CheckpointException(
                    CheckpointErrorKind.TooManyTensors, file, null, $"more than {MostTensors} tensors in one file.");
            }
            else
            {
                Tensors.Add(ParseTensor(ref reader, name));
            }
        }

        // Sees what stands behind the closing brace: only blanks are allowed there.
        reader.Read();
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataName, "an object of strings");
        while (ReadName(ref reader, MetadataName) is { } name)
        {
            Expect(ref reader, JsonTokenType.String, MetadataName, "an object of strings");
            if (!metadata.TryAdd(name, reader.GetString()!))
            {
                throw Duplicate(MetadataName, $"{CheckpointException.Quote(name)} occurs twice.");
            }
        }
    }

    private TensorEntry ParseTensor(ref Utf8JsonReader reader, string tensor)
    {
        Expect(ref reader, JsonTokenType.StartObject, tensor, "an object with dtype, shape and data_offsets");
        DType? dtype = null;
        int[]? shape = null;
        (long Begin, long End)? offsets = null;
        while (ReadName(ref reader, tensor) is { } name)
        {
            switch (name)
            {
                case "dtype" when dtype is null:
                    dtype = ParseDType(ref reader, tensor);
                    break;
                case "shape" when shape is null:
                    shape = ParseShape(ref reader, tensor);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseOffsets(ref reader, tensor);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw Duplicate(tensor, $"{name} occurs twice.");
                default:
                    throw Invalid(tensor, $"unknown field {CheckpointException.Quote(name)}.");
            }
        }

        return dtype is { } type && shape is not null && offsets is { } range
            ? new TensorEntry(tensor, type, shape, range.Begin, range.End)
            : throw Invalid(tensor, "dtype, shape and data_offsets are all required.");
    }

    private DType ParseDType(ref Utf8JsonReader reader, string tensor)
    {
        Expect(ref reader, JsonTokenType.String, tensor, "dtype as a string");
        return reader.GetString()! switch
        {
            "F64" => DType.F64,
            "F32" => DType.F32,
            "F16" => DType.F16,
            "BF16" => DType.BF16,
            "I64" => DType.I64,
            "I32" => DType.I32,
            "I16" => DType.I16,
            "I8" => DType.I8,
            "U8" => DType.U8,
            "BOOL" => DType.Bool,
            "F8_E4M3" => DType.F8E4M3,
            "F8_E5M2" => DType.F8E5M2,
            var other => throw new CheckpointException(
                CheckpointErrorKind.UnknownDType, file, tensor,
                $"element type {CheckpointException.Quote(other)} is not supported.",
                "Supported: F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL, F8_E4M3, F8_E5M2."),
        };
    }

    private int[] ParseShape(ref Utf8JsonReader reader, string tensor)
    {
        Expect(ref reader, JsonTokenType.StartArray, tensor, "shape as an array of numbers");
        var shape = new List<int>();
        var count = 1L;
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt32(out var dimension) || dimension < 0)
            {
                throw Overflow(tensor, $"dimension {shape.Count} of its shape is not a whole number from 0 to {int.MaxValue}.");
            }

            if (shape.Count == MostDimensions)
            {
                throw Overflow(tensor, $"more than {MostDimensions} dimensions.");
            }

            shape.Add(dimension);
            if (dimension > 0 && count > long.MaxValue / dimension)
            {
                throw Overflow(tensor, $"the product of the dimensions {Shape.Describe(shape.ToArray())} exceeds 2^63.");
            }

            count *= dimension;
        }

        return reader.TokenType == JsonTokenType.EndArray
            ? [.. shape]
            : throw Invalid(tensor, $"shape holds {reader.TokenType}, expected numbers.");
    }

    private (long Begin, long End) ParseOffsets(ref Utf8JsonReader reader, string tensor)
    {
        const string Expected = "data_offsets as an array of two numbers";
        Expect(ref reader, JsonTokenType.StartArray, tensor, Expected);
        var begin = ParseOffset(ref reader, tensor, Expected);
        var end = ParseOffset(ref reader, tensor, Expected);
        Expect(ref reader, JsonTokenType.EndArray, tensor, Expected);
        return (begin, end);
    }

    private long ParseOffset(ref Utf8JsonReader reader, string tensor, string expected)
    {
        Expect(ref reader, JsonTokenType.Number, tensor, expected);
        return reader.TryGetInt64(out var offset) && offset >= 0
            ? offset
            : throw new CheckpointException(
                CheckpointErrorKind.InvalidOffset, file, tensor, "a data offset is not a whole number from 0 to 2^63 - 1.");
    }

    /// <summary>The next property's name, or null at the end of the object.</summary>
    private string? ReadName(ref Utf8JsonReader reader, string? tensor)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.PropertyName => reader.GetString(),
            JsonTokenType.EndObject => null,
            _ => throw Invalid(tensor, $"found {reader.TokenType} where a name was expected."),
        };
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string tensor, string expected)
    {
        reader.Read();
        if (reader.TokenType != type)
        {
            throw Invalid(tensor, $"found {reader.TokenType}, expected {expected}.");
        }
    }

    private CheckpointException Invalid(string? tensor, string problem) =>
        new(CheckpointErrorKind.InvalidHeader, file, tensor, problem);

    private CheckpointException Duplicate(string tensor, string problem) =>
        new(CheckpointErrorKind.DuplicateName, file, tensor, problem);

    private CheckpointException Overflow(string tensor, string problem) =>
        new(CheckpointErrorKind.ValidationOverflow, file, tensor, problem);
}
