namespace Chameleon.Engine.Imaging;

/// <summary>(value − mean) / deviation for each of the three channels, in float32.</summary>
/// <param name="Mean">One value per channel: R, G, B.</param>
/// <param name="Deviation">One value per channel, none zero.</param>
public sealed record Normalization(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation);
