namespace Chameleon.Web.Data;

/// <summary>Names a board; never given to another one.</summary>
/// <param name="Value">The number in the database.</param>
public readonly record struct BoardId(long Value)
{
    /// <summary>The number.</summary>
    public override string ToString() => $"{Value}";
}
