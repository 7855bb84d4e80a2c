namespace Chameleon.Hub;

/// <summary>A file of a repository, as its hub lists it.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Size">Its bytes; null when the list does not say.</param>
/// <param name="Hash">Its hash; null when the list does not say.</param>
internal sealed record HubFile(string Name, long? Size, BlobHash? Hash);
