namespace Chameleon.Web.Data;

/// <summary>Names a conversation; never given to another one, also when this one is gone.</summary>
/// <param name="Value">The number in the database and in addresses.</param>
public readonly record struct ConversationId(long Value)
{
    /// <summary>The number.</summary>
    public override string ToString() => $"{Value}";
}
