namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>A file of packed weights is damaged, or not the one that is wanted: says which file and what is wrong with it.</summary>
/// <param name="file">The file.</param>
/// <param name="problem">What goes on behind its name, without a full stop.</param>
internal sealed class PackedFileException(string file, string problem) : IOException($"{file} {problem}");
