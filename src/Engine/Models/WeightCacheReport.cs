namespace Chameleon.Engine.Models;

/// <summary>What became of keeping packed weights between starts.</summary>
/// <param name="State">What was done.</param>
/// <param name="File">The file that holds them, or should.</param>
/// <param name="Bytes">Its size; 0 when there is none.</param>
/// <param name="Problem">
/// What went wrong, in a sentence with the file's path: why the file could not be used, or written; null when nothing did.
/// </param>
public sealed record WeightCacheReport(WeightCacheState State, string File, long Bytes, string? Problem);

/// <summary>What was done about packed weights.</summary>
public enum WeightCacheState
{
    /// <summary>They were made from the checkpoint, and are not kept; the report says why.</summary>
    NotKept,

    /// <summary>They were made from the checkpoint, and are kept for the next start.</summary>
    Written,

    /// <summary>They were there: the file is mapped.</summary>
    Mapped,
}
