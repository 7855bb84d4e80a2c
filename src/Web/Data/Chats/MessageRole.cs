namespace Chameleon.Web.Data;

/// <summary>Who speaks.</summary>
public enum MessageRole
{
    /// <summary>What holds for the whole conversation.</summary>
    System,

    /// <summary>The person.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
