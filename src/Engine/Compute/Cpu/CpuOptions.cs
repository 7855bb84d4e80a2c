namespace Chameleon.Engine.Compute.Cpu;

/// <summary>How a CPU device is to work. The defaults are the best that the machine has.</summary>
public sealed record CpuOptions
{
    /// <summary>Threads, the caller among them; at most 1,024. By default one per processor that the process may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>In what precision activations meet quantised weights.</summary>
    public ActivationPrecision Activations { get; init; }

    /// <summary>
    /// Whether many rows of int8 activations are multiplied by AMX, where the processor has it and the system grants it;
    /// elsewhere, and with other activations, it changes nothing. Results have the same bits. The system grants it to the
    /// whole process, until it ends.
    /// </summary>
    public bool Amx { get; init; }

    /// <summary>
    /// Instruction set; by default the widest that the machine has. A set that it lacks is emulated: right, but slow.
    /// </summary>
    public CpuInstructions Instructions { get; init; } = CpuFeatures.Widest;
}
