using System.Globalization;
using System.Text;
using Chameleon.Engine.Quantization.EightBit;
using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>bitsandbytes' 4-bit blocks, as transformers saves them.</summary>
internal sealed class FourBitQuantizer : MatrixQuantizer
{
    // As many digits as most means have; what differs is moved afterwards.
    private const double GuessedOffset = 0.12345678901234567;

    private readonly FourBitCode code;
    private readonly bool nested;
    private readonly int blockSize;
    private readonly int blocks;
    private readonly OutputTensor packed;
    private readonly OutputTensor absmax;
    private readonly OutputTensor state;
    private readonly OutputTensor? outer;

    public FourBitQuantizer(QuantizationTarget target, int blockSize, HostTensor source, string file)
        : base(source, file)
    {
        (code, nested, this.blockSize) = (target.Code!, target.Nested, blockSize);
        blocks = checked((int)FourBitCodec.BlockCount(source.ElementCount, blockSize));
        packed = new OutputTensor(source.Name, DType.U8, checked((int)FourBitCodec.PackedLength(source.ElementCount)), 1);
        absmax = new OutputTensor($"{source.Name}.absmax", nested ? DType.U8 : DType.F32, blocks);
        state = new OutputTensor($"{source.Name}.quant_state.bitsandbytes__{code.Name}", DType.U8, State(GuessedOffset).Length);
        var parts = new List<OutputTensor> { packed, absmax, state, Table($"{source.Name}.quant_map", code.Values) };
        if (nested)
        {
            outer = new OutputTensor($"{source.Name}.nested_absmax", DType.F32, (blocks + NestedAbsmax.DefaultBlockSize - 1) / NestedAbsmax.DefaultBlockSize);
            parts.Add(outer);
            parts.Add(Table($"{source.Name}.nested_quant_map", EightBitCode.Dynamic.Values));
        }

        Parts = parts;
    }

    public override IReadOnlyList<OutputTensor> Parts { get; }

    public override void Run(ParallelOptions options)
    {
        var (bytes, magnitudes) = (new byte[packed.Length], new float[blocks]);
        Slices.Run(blocks, blockSize, options, (first, count) =>
        {
            var start = (long)first * blockSize;
            var values = new float[(int)Math.Min((long)count * blockSize, Source.ElementCount - start)];
            Source.ReadFloats(start, values);
            FourBitCodec.Quantize(code, values, blockSize, bytes.AsSpan((int)(start / 2)), magnitudes.AsSpan(first, count));
            for (var block = first; block < first + count; block++)
            {
                RequireFinite(magnitudes[block], $"block {block}");
            }
        });
        packed.Bytes = bytes;
        if (outer is null)
        {
            absmax.Bytes = BytesOf(magnitudes);
            state.SetText(State(null));
            return;
        }

        var statistics = NestedAbsmax.Quantize(magnitudes);
        absmax.Bytes = statistics.Codes;
        outer.Bytes = BytesOf(statistics.Absmax);
        state.SetText(State(statistics.Offset));
    }

    private static OutputTensor Table(string name, ReadOnlySpan<float> values) =>
        new(name, DType.F32, values.Length) { Bytes = BytesOf(values.ToArray()) };

    private byte[] State(double? offset)
    {
        var dtype = Source.DType switch { DType.BF16 => "bfloat16", DType.F16 => "float16", _ => "float32" };
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{{\"quant_type\": \"{code.Name}\", \"blocksize\": {blockSize}, \"dtype\": \"{dtype}\", \"shape\": [{Rows}, {Columns}]");
        if (nested)
        {
            text.Append(CultureInfo.InvariantCulture, $", \"nested_blocksize\": {NestedAbsmax.DefaultBlockSize}, \"nested_dtype\": \"float32\"")
                .Append(CultureInfo.InvariantCulture, $", \"nested_offset\": {Number(offset!.Value)}");
        }

        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    /// <summary>The shortest digits that give the number back, as Python writes them.</summary>
    private static string Number(double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return digits.AsSpan().ContainsAny('.', 'e') ? digits : $"{digits}.0";
    }
}
