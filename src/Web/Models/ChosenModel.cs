using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Web.Models;

/// <summary>The model that the owner put in the place of the one that was started with.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Name">Its name.</param>
/// <param name="Way">Name of the <see cref="LoadChoice"/>.</param>
internal sealed record ChosenModel(string Folder, string Name, string Way)
{
    /// <summary>What its weights become; null: they stay as they are.</summary>
    public WeightQuantization? Quantize() =>
        QuantizationTarget.All.FirstOrDefault(target => target.Name == Way) is { } target ? new WeightQuantization { Target = target } : null;
}
