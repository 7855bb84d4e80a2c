namespace Chameleon.Engine.Quantization.Writing;

/// <summary>How far quantising a checkpoint is.</summary>
/// <param name="BytesDone">Bytes of source tensors that are written.</param>
/// <param name="BytesTotal">All of them.</param>
public readonly record struct QuantizationProgress(long BytesDone, long BytesTotal);
