namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>
/// How one instruction set looks sixteen values up by 4-bit codes. Codes lie in units: four inner indices of all rows of
/// a panel, in whatever order makes the values come out with rows in lanes.
/// </summary>
/// <typeparam name="TVector">A vector of float32.</typeparam>
internal unsafe interface IFourBitLookup<TVector>
    where TVector : unmanaged
{
    /// <summary>Vectors that hold the sixteen values.</summary>
    const int TableCount = 4;

    /// <summary>Writes the sixteen values in the form that registers hold them in, into as many of the tables as it needs.</summary>
    static abstract void Prepare(ReadOnlySpan<float> values, TVector* tables);

    /// <summary>The values of a unit's first two inner indices: two vectors of rows for the first, two for the second.</summary>
    static abstract void First(
        byte* unit, TVector t0, TVector t1, TVector t2, TVector t3,
        out TVector v00, out TVector v01, out TVector v10, out TVector v11);

    /// <summary>The values of a unit's last two inner indices.</summary>
    static abstract void Last(
        byte* unit, TVector t0, TVector t1, TVector t2, TVector t3,
        out TVector v20, out TVector v21, out TVector v30, out TVector v31);

    /// <summary>Where a code lies in its unit: which byte, and 0 for its low or 4 for its high half.</summary>
    static abstract (int Byte, int Shift) Place(int inner, int row);
}
