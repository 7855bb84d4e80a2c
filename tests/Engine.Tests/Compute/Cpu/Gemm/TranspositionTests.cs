using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Tests.Compute.Cpu.Gemm;

public sealed class TranspositionTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(8, 8)]
    [InlineData(16, 30)]
    [InlineData(32, 41)]
    public unsafe void Rows_become_columns(int rows, int columns)
    {
        var source = new ushort[rows * columns];
        new Random(rows + columns).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(source.AsSpan()));
        var destination = new ushort[source.Length];
        fixed (ushort* from = source, to = destination)
        {
            Transposition.Halves(from, columns, rows, to);
        }

        Assert.Equal(Expected(), destination);

        ushort[] Expected() => [.. from column in Enumerable.Range(0, columns) from row in Enumerable.Range(0, rows) select source[(row * columns) + column]];
    }
}
