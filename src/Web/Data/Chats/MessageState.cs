namespace Chameleon.Web.Data;

/// <summary>How far a message is.</summary>
public enum MessageState
{
    /// <summary>An answer that still grows.</summary>
    Streaming,

    /// <summary>Whole.</summary>
    Done,

    /// <summary>Ended early: by the person, or because the program ended.</summary>
    Stopped,

    /// <summary>Ended by an error; <see cref="StoredMessage.Error"/> says which.</summary>
    Failed,
}
