using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Packing;

/// <summary>A packed weight taken apart.</summary>
/// <param name="Kind">Which form it has.</param>
/// <param name="Numbers">How the tensors belong together, in an order that the form knows.</param>
/// <param name="Tensors">What it consists of, in an order that the form knows.</param>
internal sealed record PackedParts(string Kind, IReadOnlyList<long> Numbers, IReadOnlyList<Tensor> Tensors);
