namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>Cuts activations into tiles, one block of rows a job.</summary>
/// <param name="tiles">Receives them.</param>
internal readonly struct CutJob(TileActivations tiles) : IJob
{
    public void Run(int index) => tiles.Cut(index);
}
