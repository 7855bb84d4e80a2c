using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Elementwise;

/// <summary>
/// Rotary embedding of each head, rotate-half form: element i of the first half turns with element i of the second.
/// Products are rounded before they are added, as the reference implementation does it.
/// </summary>
/// <param name="x">[rows, heads · headDim], in place.</param>
/// <param name="positions">[rows].</param>
/// <param name="cos">[positions, headDim / 2].</param>
/// <param name="sin">[positions, headDim / 2].</param>
/// <param name="heads">Heads of a row.</param>
/// <param name="half">headDim / 2.</param>
/// <param name="rows">The rows.</param>
internal readonly unsafe struct RopeJob<TVector, TIsa>(
    float* x, int* positions, float* cos, float* sin, int heads, int half, Split rows) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public void Run(int index)
    {
        for (var row = rows.Start(index); row < rows.End(index); row++)
        {
            var table = (nint)positions[row] * half;
            var head = x + (row * heads * 2 * half);
            for (var h = 0; h < heads; h++, head += 2 * half)
            {
                Turn(head, head + half, cos + table, sin + table);
            }
        }
    }

    private void Turn(float* first, float* second, float* c, float* s)
    {
        nint i = 0;
        for (; i <= half - TIsa.Lanes; i += TIsa.Lanes)
        {
            var (a, b, cosine, sine) = (TIsa.Load(first + i), TIsa.Load(second + i), TIsa.Load(c + i), TIsa.Load(s + i));
            TIsa.Store(TIsa.Subtract(TIsa.Multiply(a, cosine), TIsa.Multiply(b, sine)), first + i);
            TIsa.Store(TIsa.Add(TIsa.Multiply(b, cosine), TIsa.Multiply(a, sine)), second + i);
        }

        for (; i < half; i++)
        {
            var (a, b) = (first[i], second[i]);
            first[i] = (a * c[i]) - (b * s[i]);
            second[i] = (b * c[i]) + (a * s[i]);
        }
    }
}
