using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>Quantises some rows of activations.</summary>
/// <param name="activations">Receives them.</param>
/// <param name="input">[rows, width].</param>
/// <param name="factor">What scales are multiplied by.</param>
/// <param name="rows">How rows are cut into jobs.</param>
internal readonly unsafe struct QuantizeJob(IntegerActivations activations, float* input, float factor, Split rows) : IJob
{
    public void Run(int index)
    {
        for (var row = (int)rows.Start(index); row < rows.End(index); row++)
        {
            activations.Quantize(row, new ReadOnlySpan<float>(input + ((long)row * activations.Width), activations.Width), factor);
        }
    }
}
