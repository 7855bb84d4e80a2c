using Chameleon.Engine.Quantization.Int8;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>One byte an element and one scale a row: LLM.int8 as transformers saves it, quanto's 8-bit types as quanto does.</summary>
internal sealed class RowQuantizer : MatrixQuantizer
{
    private readonly QuantoType? type;
    private readonly OutputTensor codes;
    private readonly OutputTensor scales;

    /// <summary>LLM.int8.</summary>
    public RowQuantizer(HostTensor source, string module, string file)
        : base(source, file)
    {
        codes = new OutputTensor(source.Name, DType.I8, Rows, Columns);
        scales = new OutputTensor($"{module}.SCB", DType.F32, Rows);
        Parts = [codes, scales, new OutputTensor($"{module}.weight_format", DType.U8) { Bytes = [0] }];
    }

    /// <summary>An 8-bit type of quanto's, in float32 arithmetic.</summary>
    public RowQuantizer(QuantoType type, HostTensor source, string module, string file)
        : base(source, file)
    {
        this.type = type;
        codes = new OutputTensor($"{source.Name}._data", type.Format is null ? DType.I8 : DType.F8E4M3, Rows, Columns);
        scales = new OutputTensor($"{source.Name}._scale", DType.F32, Rows, 1);
        Parts = [codes, scales, .. QuantoGroupQuantizer.ActivationScales(module)];
    }

    public override IReadOnlyList<OutputTensor> Parts { get; }

    public override void Run(ParallelOptions options)
    {
        var (bytes, magnitudes) = (new byte[codes.Length], new float[Rows]);
        Slices.Run(Rows, Columns, options, (first, count) =>
        {
            var values = ReadRows(first, count);
            for (var row = 0; row < count; row++)
            {
                var source = values.AsSpan(row * Columns, Columns);
                var target = bytes.AsSpan((int)((long)(first + row) * Columns), Columns);
                magnitudes[first + row] = type is null ? Int8RowCodec.Quantize(source, target) : QuantoCodec.Quantize(type, source, DType.F32, target);
                RequireFinite(magnitudes[first + row], $"row {first + row}", type is null ? "weights that are finite in float16" : "finite weights");
            }
        });
        codes.Bytes = bytes;
        scales.Bytes = BytesOf(magnitudes);
    }
}
