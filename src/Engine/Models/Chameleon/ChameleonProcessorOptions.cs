namespace Chameleon.Engine.Models.Chameleon;

/// <summary>How rows of a batch come to one length.</summary>
public enum ChameleonPadding
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>To the longest of them.</summary>
    Longest,

    /// <summary>To <see cref="ChameleonProcessorOptions.MaxLength"/>.</summary>
    MaxLength,
}

/// <summary>Options of <see cref="ChameleonProcessor"/>, with transformers' meanings and defaults.</summary>
public sealed record ChameleonProcessorOptions
{
    /// <summary>Leaves the end of the turn out, so that the model goes on with the text instead of answering it.</summary>
    public bool ForCompletion { get; init; }

    /// <summary>How rows come to one length.</summary>
    public ChameleonPadding Padding { get; init; }

    /// <summary>Pads on the right instead of the left.</summary>
    public bool PadRight { get; init; }

    /// <summary>Rounds a padded length up.</summary>
    public int? PadToMultipleOf { get; init; }

    /// <summary>Length to pad to or to cut off at.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Cuts rows off on the right after <see cref="MaxLength"/> ids.</summary>
    public bool Truncate { get; init; }
}

/// <summary>What <see cref="ChameleonProcessor"/> makes of a batch; one array per row.</summary>
/// <param name="InputIds">Ids, padding included.</param>
/// <param name="AttentionMask">1 for a token, 0 for padding.</param>
/// <param name="TokenTypeIds">1 for placeholders and what opens and closes a picture, 0 for everything else.</param>
public sealed record ChameleonProcessorResult(int[][] InputIds, int[][] AttentionMask, int[][] TokenTypeIds);
