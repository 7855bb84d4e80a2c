namespace Chameleon.Web.Data;

/// <summary>How a <see cref="DataStore"/> works.</summary>
public sealed record DataStoreOptions
{
    /// <summary>How many may read at once, each on a thread of its own; 1 to 64.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>How long another program's lock on the database is waited for.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
