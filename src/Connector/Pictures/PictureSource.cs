using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>A picture of a message, still as the caller gave it.</summary>
/// <param name="Content">Its file; null when it is behind an address.</param>
/// <param name="Address">A data URI, or where to fetch it; null when the file is there.</param>
/// <param name="IsAssistants">Whether the assistant drew it: only then its own notes say which codes it has.</param>
internal sealed record PictureSource(DataContent? Content, Uri? Address, bool IsAssistants);
