namespace Chameleon.Engine.Quantization;

/// <summary>Whose quantised weights a checkpoint holds.</summary>
public enum QuantizationMethod
{
    /// <summary>bitsandbytes' 4-bit blocks: nf4 or fp4, with nested statistics or without.</summary>
    BitsAndBytes4,

    /// <summary>bitsandbytes' LLM.int8.</summary>
    BitsAndBytes8,

    /// <summary>optimum-quanto: types are in <c>quanto_qmap.json</c> beside the weights.</summary>
    Quanto,
}
