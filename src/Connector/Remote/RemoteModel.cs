namespace Chameleon.Connector.Remote;

/// <summary>A model that a remote engine offers.</summary>
/// <param name="Id">Name by which it is asked for.</param>
/// <param name="OwnedBy">Whose it is, as the server tells; null when it does not.</param>
/// <param name="CreatedAt">When it was made, as the server tells; null when it does not.</param>
public sealed record RemoteModel(string Id, string? OwnedBy, DateTimeOffset? CreatedAt);
