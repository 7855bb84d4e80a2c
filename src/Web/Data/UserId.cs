namespace Chameleon.Web.Data;

/// <summary>Whose rows are meant. Every query of the stores takes one and sees nothing of anybody else's.</summary>
/// <param name="Value">The number in the database; never 0.</param>
public readonly record struct UserId(long Value)
{
    /// <summary>The one user of a page without login; with login, its owner.</summary>
    public static UserId Local { get; } = new(1);

    /// <summary>The number.</summary>
    public override string ToString() => $"{Value}";
}
