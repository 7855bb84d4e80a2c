using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>A step of the convolutional nets. Takes its input back into the buffers and rents its result.</summary>
internal interface IVqBlock
{
    /// <summary>[height, width, in] to [height', width', out].</summary>
    Tensor Forward(Tensor x, VqBuffers buffers);
}
