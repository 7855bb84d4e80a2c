using System.Text;

namespace Chameleon.Engine.Checkpoints;

/// <summary>A checkpoint cannot be read: says which file, which tensor, what is wrong and what to do.</summary>
/// <param name="kind">What is wrong.</param>
/// <param name="file">File or directory.</param>
/// <param name="tensor">Tensor or other entry of the file, null when the whole file is meant.</param>
/// <param name="problem">A sentence with the value found and the value expected.</param>
/// <param name="hint">What the reader can do, null when the problem says it.</param>
public sealed class CheckpointException(
    CheckpointErrorKind kind, string file, string? tensor, string problem, string? hint = null)
    : IOException(Describe(file, tensor, problem, hint))
{
    private const int LongestName = 200;

    /// <summary>What is wrong.</summary>
    public CheckpointErrorKind Kind { get; } = kind;

    /// <summary>File or directory that is at fault.</summary>
    public string FileName { get; } = file;

    /// <summary>Tensor or other entry that is at fault; null when the whole file is meant.</summary>
    public string? TensorName { get; } = tensor;

    /// <summary>A name from an untrusted file, fit for a message: quoted, cut to 200 characters, without controls.</summary>
    internal static string Quote(string name)
    {
        var text = new StringBuilder("'");
        foreach (var character in name.AsSpan(0, Math.Min(name.Length, LongestName)))
        {
            text.Append(char.IsControl(character) || char.IsSurrogate(character) ? '\uFFFD' : character);
        }

        return text.Append(name.Length > LongestName ? "…'" : "'").ToString();
    }

    private static string Describe(string file, string? tensor, string problem, string? hint)
    {
        var subject = tensor is null ? file : $"{file}: {Quote(tensor)}";
        return hint is null ? $"{subject}: {problem}" : $"{subject}: {problem} {hint}";
    }
}
