using System.Numerics;
using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.Yardsticks;

/// <summary>Reads a buffer far larger than any cache, once, as fast as vector loads go: four streams per thread.</summary>
internal sealed unsafe class ReadBandwidth : IDisposable
{
    /// <summary>Bytes of a run.</summary>
    public const long ByteCount = 1L << 30;

    private const long JobBytes = 4 << 20;

    private readonly Tensor buffer;
    private readonly WorkerPool pool;

    public ReadBandwidth(IComputeDevice device, int threads)
    {
        buffer = device.Allocate(DType.F32, (int)(ByteCount / sizeof(float)));
        pool = new WorkerPool(threads);
    }

    public void Run() => pool.Run((int)(ByteCount / JobBytes), new ReadJob((byte*)buffer.Address));

    public void Dispose()
    {
        pool.Dispose();
        buffer.Dispose();
    }

    private readonly struct ReadJob(byte* bytes) : IJob
    {
        private static ulong sink;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            const nint Stream = (nint)(JobBytes / 4 / sizeof(ulong));
            var first = (ulong*)(bytes + (index * JobBytes));
            var (a, b, c, d) = (Vector<ulong>.Zero, Vector<ulong>.Zero, Vector<ulong>.Zero, Vector<ulong>.Zero);
            for (nint i = 0; i < Stream; i += Vector<ulong>.Count)
            {
                a |= Vector.Load(first + i);
                b |= Vector.Load(first + Stream + i);
                c |= Vector.Load(first + (2 * Stream) + i);
                d |= Vector.Load(first + (3 * Stream) + i);
            }

            sink |= Vector.Sum(a | b | c | d);
        }
    }
}
