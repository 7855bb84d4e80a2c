namespace Chameleon.Engine.Quantization.Loading;

/// <summary>
/// The parts of a matrix of 4-bit codes, row by row, for a device that multiplies by them as they are: a weight is
/// <see cref="CodeValues"/>[code] · scale, less the shift where there are shifts, each operation rounded to float32.
/// Thread-safe.
/// </summary>
internal interface IFourBitRows
{
    /// <summary>Shortest run of a row with one scale that is worth keeping packed: below, scales take more than codes.</summary>
    const int LeastRun = 16;

    /// <summary>Most neighbours of a row that are multiplied before their scale is.</summary>
    const int MostChained = 64;

    int Rows { get; }

    int Columns { get; }

    /// <summary>What the sixteen codes stand for.</summary>
    ReadOnlySpan<float> CodeValues { get; }

    /// <summary>
    /// Elements that share a scale in every row, counted from the row's beginning; divides <see cref="Columns"/>. 1 when
    /// the matrix cannot be read in this form.
    /// </summary>
    int RunLength { get; }

    /// <summary>Whether a device keeps it packed; otherwise it is restored to float32.</summary>
    bool StaysPacked => RunLength % LeastRun == 0;

    /// <summary>
    /// Whether a device multiplies by what the codes stand for and by scales afterwards, as the remarks of
    /// <see cref="Compute.IComputeDevice"/> have it; otherwise it multiplies by restored weights.
    /// </summary>
    bool IsScaledAfterwards => StaysPacked && !HasShifts;

    /// <summary>Elements of a block, which may be several runs or several rows.</summary>
    int BlockSize { get; }

    bool HasShifts { get; }

    /// <summary>How the scales are restored that <see cref="ReadScaleCodes"/> gives; null when they are stored as they are.</summary>
    NestedStatistics? Nested { get; }

    /// <summary>Inner indices of a chain that its scale is multiplied with: a run, or the even parts of one that is longer.</summary>
    /// <param name="runLength">A run that stays packed.</param>
    static int ChainLength(int runLength) => Math.Min(runLength & -runLength, MostChained);

    /// <summary>One row's codes, one to a byte.</summary>
    void ReadCodes(int row, Span<byte> destination);

    /// <summary>One row's scales, one for each run; refuses those that are no magnitudes.</summary>
    void ReadScales(int row, Span<float> destination);

    /// <summary>One row's shifts, one for each run.</summary>
    void ReadShifts(int row, Span<float> destination);

    /// <summary>The codes of one row's scales, one for each run.</summary>
    void ReadScaleCodes(int row, Span<byte> destination);
}
