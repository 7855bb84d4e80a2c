namespace Chameleon.Web.Data;

/// <summary>What is known of a key for programs.</summary>
/// <param name="Id">Its number.</param>
/// <param name="User">For whom it comes in.</param>
/// <param name="Name">What its user calls it.</param>
/// <param name="Ending">Its last characters, to know it by.</param>
/// <param name="Created">Since when.</param>
public sealed record ApiKey(long Id, UserId User, string Name, string Ending, DateTimeOffset Created);
