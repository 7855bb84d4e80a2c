namespace Chameleon.Web.Data;

/// <summary>Somebody who may come in.</summary>
/// <param name="Id">By which the other stores know them.</param>
/// <param name="Name">By which they come in.</param>
/// <param name="PasswordHash">What the login made of their password; null: they cannot log in.</param>
/// <param name="IsOwner">Whether they may manage the page.</param>
/// <param name="Created">Since when.</param>
public sealed record UserAccount(UserId Id, string Name, string? PasswordHash, bool IsOwner, DateTimeOffset Created);
