using Chameleon.Engine.Quantization;

namespace Chameleon.Web.Models;

/// <summary>A way in which a model can be loaded.</summary>
/// <param name="Quantize">What its weights become; null: they stay as they are.</param>
/// <param name="Bytes">Memory that its weights take then.</param>
public sealed record LoadChoice(WeightQuantization? Quantize, long Bytes)
{
    /// <summary>Its name among the model's: empty for weights that stay as they are.</summary>
    public string Name => Quantize?.Target.Name ?? "";
}
