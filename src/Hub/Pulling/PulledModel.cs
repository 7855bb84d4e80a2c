namespace Chameleon.Hub;

/// <summary>A model that was pulled.</summary>
/// <param name="Reference">What was asked for.</param>
/// <param name="Commit">The commit that it was.</param>
/// <param name="Folder">Its folder, from which it can be loaded.</param>
/// <param name="Bytes">Bytes of its files.</param>
/// <param name="Fetched">Bytes of them that were fetched now.</param>
public sealed record PulledModel(HubReference Reference, string Commit, string Folder, long Bytes, long Fetched);
