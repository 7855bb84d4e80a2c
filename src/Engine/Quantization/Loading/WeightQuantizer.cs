using Chameleon.Engine.Quantization.Writing;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>
/// Quantises plain matrices on their way to a device, one at a time: into the parts that a checkpoint would hold, and
/// these read back as a checkpoint's are.
/// </summary>
/// <param name="how">What matrices become.</param>
/// <param name="modules">Paths of the layers.</param>
/// <param name="file">Where they come from, for messages.</param>
/// <param name="options">Threads and cancellation.</param>
internal sealed class WeightQuantizer(WeightQuantization how, IEnumerable<string> modules, string file, ParallelOptions options)
{
    private readonly HashSet<string> modules = [.. modules];

    /// <summary>The matrix of a layer as it goes to the device: quantised, or as it is when the layer stays so.</summary>
    /// <exception cref="Checkpoints.CheckpointException">It is quantised already, is no float type or not finite.</exception>
    public HostTensor Convert(string module, HostTensor weight)
    {
        if (!modules.Contains(module))
        {
            return weight;
        }

        var matrix = Plan(module, weight);
        matrix.Run(options);
        var parts = new StoredParts(file, matrix.Parts.ToDictionary(part => part.Name, part => part.ToHostTensor()));
        return how.Target switch
        {
            { Code: not null } => BitsAndBytesReader.FourBit(parts, module),
            { Quanto: { } type } => QuantoReader.Read(parts, module, type, weight.Shape[1]),
            _ => BitsAndBytesReader.Int8(parts, module),
        };
    }

    /// <summary>Bytes that the matrix of a layer takes afterwards; null when the layer stays as it is.</summary>
    public long? BytesOf(string module, HostTensor weight) =>
        modules.Contains(module) ? Plan(module, weight).Parts.Sum(part => part.Length) : null;

    private MatrixQuantizer Plan(string module, HostTensor weight)
    {
        if (weight is QuantizedTensor quantized)
        {
            QuantizationThrow.Wrong(file, weight.Name, $"is quantised already ({quantized.Format})", $"plain weights, to become {how.Target}");
        }

        if (weight.DType is not (DType.F32 or DType.F16 or DType.BF16))
        {
            QuantizationThrow.Wrong(file, weight, "F32, F16 or BF16");
        }

        return MatrixQuantizer.Of(how.Target, how.BlockSize, weight, module, file);
    }
}
