using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.Roofline;

/// <summary>Random matrices in any form that weights take in memory.</summary>
internal static class RandomWeights
{
    /// <summary>The same matrix over and over: what it is packed into lies apart all the same.</summary>
    /// <param name="form">F32, BF16, or what <c>--quantize</c> takes.</param>
    /// <param name="outFeatures">Rows.</param>
    /// <param name="inFeatures">Columns.</param>
    public static IEnumerable<HostTensor> Of(string form, int outFeatures, int inFeatures)
    {
        var isPlain = Enum.TryParse<DType>(form, out var dtype);
        HostTensor weight = new RandomTensor(isPlain ? dtype : DType.BF16, outFeatures, inFeatures);
        if (!isPlain)
        {
            const string Module = "random";
            var how = new WeightQuantization { Target = QuantizationTarget.Parse(form) };
            weight = new WeightQuantizer(how, [Module], "bench", new ParallelOptions()).Convert(Module, weight);
        }

        while (true)
        {
            yield return weight;
        }
    }
}
