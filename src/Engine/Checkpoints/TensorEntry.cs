using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Checkpoints;

/// <summary>One tensor as a safetensors header describes it; offsets count from the first byte behind the header.</summary>
internal sealed record TensorEntry(string Name, DType DType, int[] Shape, long Begin, long End);
