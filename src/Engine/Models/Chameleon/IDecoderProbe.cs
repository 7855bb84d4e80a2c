using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>Looks into a pass while it runs. What it is shown changes as soon as it returns.</summary>
internal interface IDecoderProbe
{
    /// <summary>Hidden states: index 0 is the embedding, i the output of layer i, the last one after the final norm.</summary>
    void Hidden(int index, Tensor hidden);

    /// <summary>A layer's queries, normed and turned, with its keys in the caches.</summary>
    void Attention(int layer, Tensor queries, RaggedBatch rows);
}
