namespace Chameleon.Web.Data;

/// <summary>Why the data folder did not serve.</summary>
public enum DataFailure
{
    /// <summary>Another process works on the folder.</summary>
    InUse,

    /// <summary>Another program holds the database for longer than is waited.</summary>
    Locked,

    /// <summary>No room is left.</summary>
    Full,

    /// <summary>The database is damaged, or the file is none.</summary>
    Damaged,

    /// <summary>The database was written by a newer version of the program.</summary>
    Newer,

    /// <summary>The folder or a file in it cannot be read or written.</summary>
    Unavailable,
}
