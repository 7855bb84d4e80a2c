namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>A kernel that computes a small rectangle of a matrix product with all its sums in registers.</summary>
internal interface ITile
{
    /// <summary>Most rows of the result in one call.</summary>
    static abstract int Rows { get; }

    /// <summary>Most panels of the weight in one call.</summary>
    static abstract int Panels { get; }

    /// <summary>Rows to give to a call when so many are left, so that all of them together take the least time.</summary>
    static abstract int RowsOf(int left);

    /// <summary>Multiplies rows by panels.</summary>
    static abstract void Multiply<TElement>(in TileWork<TElement> work)
        where TElement : unmanaged;
}
