using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>Group norm, optionally with x·sigmoid(x).</summary>
internal sealed class VqNorm(WeightLoader load, string name)
{
    private readonly Tensor weight = load.Floats($"{name}.weight"); // [channels]
    private readonly Tensor bias = load.Floats($"{name}.bias"); // [channels]

    public void Apply(Tensor x, bool swish, Tensor output, IComputeDevice device) =>
        device.GroupNorm(x, weight, bias, VqGanConfig.NormGroups, VqGanConfig.NormEpsilon, swish, output);
}
