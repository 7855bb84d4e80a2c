namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// The queries that share the keys and values of one head: lane r · group + h is row r's query of the group's h-th head.
/// </summary>
/// <param name="Queries">The first row's query of the group's first head.</param>
/// <param name="Output">Where its result goes, laid out alike.</param>
/// <param name="RowStride">Elements from one row to the next.</param>
/// <param name="Group">Heads that share the keys and values.</param>
/// <param name="HeadDim">Length of a query.</param>
/// <param name="Count">Number of lanes.</param>
/// <param name="FirstVisible">Tokens that the first row sees.</param>
/// <param name="Causal">Whether each row sees one token more than the row before, or all rows see the same.</param>
internal readonly unsafe record struct QueryLanes(
    nint Queries, nint Output, nint RowStride, int Group, int HeadDim, int Count, int FirstVisible, bool Causal)
{
    /// <summary>The lanes of the so-manieth kv head after this one.</summary>
    public QueryLanes Under(int head)
    {
        var bytes = (nint)head * Group * HeadDim * sizeof(float);
        return this with { Queries = Queries + bytes, Output = Output + bytes };
    }

    /// <summary>The query of a lane: [headDim].</summary>
    public float* Query(int lane) => (float*)Queries + Offset(lane);

    /// <summary>The result of a lane: [headDim].</summary>
    public float* Result(int lane) => (float*)Output + Offset(lane);

    /// <summary>Tokens [0, n) that a lane sees.</summary>
    public int Visible(int lane) => Causal ? FirstVisible + (lane / Group) : FirstVisible;

    private nint Offset(int lane)
    {
        var (row, head) = Math.DivRem(lane, Group);
        return (row * RowStride) + (head * HeadDim);
    }
}
