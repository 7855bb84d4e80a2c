namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>What runs <see cref="TileProgram"/>. Thread-safe.</summary>
internal unsafe interface ITileMachine
{
    /// <summary>Runs it once.</summary>
    void Run(TileArguments* arguments);
}
