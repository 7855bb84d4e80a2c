namespace Chameleon.Engine.Compute.Packing;

/// <summary>What the bytes of packed weights depend on besides the weights.</summary>
/// <param name="Name">Device, geometry of panels and precision of activations, fit for a file's name: <c>cpu-256-float32</c>.</param>
/// <param name="Version">Another one whenever the same weights are packed into other bytes.</param>
internal readonly record struct PackedLayout(string Name, int Version);
