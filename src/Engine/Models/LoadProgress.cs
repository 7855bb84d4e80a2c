namespace Chameleon.Engine.Models;

/// <summary>How far loading is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="TensorsDone">Tensors that are on the device.</param>
/// <param name="TensorsTotal">Tensors that will be; 0 until that is known.</param>
/// <param name="BytesDone">Bytes of these as stored.</param>
/// <param name="BytesTotal">All of them.</param>
public readonly record struct LoadProgress(LoadStage Stage, int TensorsDone, int TensorsTotal, long BytesDone, long BytesTotal);

/// <summary>Steps of loading, in order.</summary>
public enum LoadStage
{
    /// <summary>Config and tokenizer are read.</summary>
    Opening,

    /// <summary>Weights go to the device.</summary>
    Weights,

    /// <summary>Done.</summary>
    Ready,
}
