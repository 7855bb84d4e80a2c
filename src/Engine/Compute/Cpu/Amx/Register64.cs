namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>Registers that a function may change under the calling convention of Linux, by the processor's numbers.</summary>
internal enum Register64
{
    Rax = 0,
    Rcx = 1,
    Rdx = 2,
    Rsi = 6,

    /// <summary>Holds the first argument.</summary>
    Rdi = 7,
}
