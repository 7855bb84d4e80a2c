namespace Chameleon.Web.Data;

/// <summary>Names a message; never given to another one. A message has a greater id than the one it answers.</summary>
/// <param name="Value">The number in the database.</param>
public readonly record struct MessageId(long Value)
{
    /// <summary>The number.</summary>
    public override string ToString() => $"{Value}";
}
