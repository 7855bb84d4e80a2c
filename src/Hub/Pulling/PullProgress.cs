namespace Chameleon.Hub;

/// <summary>How far a pull is.</summary>
/// <param name="File">The file that is fetched.</param>
/// <param name="FilesDone">Files that are there.</param>
/// <param name="FilesTotal">All files.</param>
/// <param name="BytesDone">Bytes that are there, those of earlier pulls among them.</param>
/// <param name="BytesTotal">All bytes.</param>
public readonly record struct PullProgress(string File, int FilesDone, int FilesTotal, long BytesDone, long BytesTotal);
