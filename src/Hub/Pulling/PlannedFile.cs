namespace Chameleon.Hub;

/// <summary>A file that is to be fetched, whose length and hash are known before its first byte.</summary>
/// <param name="File">The file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Hash">Its hash.</param>
internal sealed record PlannedFile(HubFile File, long Size, BlobHash Hash);
