namespace Chameleon.Engine.Machine;

/// <summary>Something that a machine may offer.</summary>
/// <param name="Name">What.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Detail">How much of it, or why not more, in a few words.</param>
public sealed record MachineCheck(string Name, MachineState State, string Detail);
