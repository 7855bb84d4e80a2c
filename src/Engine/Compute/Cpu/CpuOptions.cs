namespace Chameleon.Engine.Compute.Cpu;

/// <summary>How a CPU device is to work. The defaults are the best that the machine has.</summary>
public sealed record CpuOptions
{
    /// <summary>Threads, the caller among them; at most 1,024. By default one per processor that the process may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>In what precision activations meet quantised weights.</summary>
    public ActivationPrecision Activations { get; init; }

    /// <summary>
    /// Instruction set; by default the widest that the machine has. A set that it lacks is emulated: right, but slow.
    /// </summary>
    public CpuInstructions Instructions { get; init; } = CpuFeatures.Widest;
}
