using System.Text;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Checkpoints;

/// <summary>
/// The tensors that a configuration asks for. A model lists them, then <see cref="Validate"/> compares them with a
/// checkpoint and reports every difference at once. Not thread-safe.
/// </summary>
public sealed class TensorManifest
{
    private readonly Dictionary<string, (int[][] Shapes, bool Required)> expected = [];
    private readonly List<string> ignoredPrefixes = [];

    /// <summary>What must be there, each in the first of its shapes.</summary>
    internal IEnumerable<(string Name, int[] Shape)> Required =>
        expected.Where(pair => pair.Value.Required).Select(pair => (pair.Key, pair.Value.Shapes[0]));

    /// <summary>A tensor that must be there in this shape.</summary>
    public void Require(string name, params int[] shape) => expected.Add(name, ([shape], true));

    /// <summary>A tensor that must be there in one of these shapes.</summary>
    public void RequireAny(string name, params int[][] shapes) => expected.Add(name, (shapes, true));

    /// <summary>A tensor that may be absent; when it is there, it has this shape.</summary>
    public void Allow(string name, params int[] shape) => expected.Add(name, ([shape], false));

    /// <summary>Tensors whose names begin so are neither wanted nor wrong (rotary tables, training state).</summary>
    public void Ignore(string prefix) => ignoredPrefixes.Add(prefix);

    /// <summary>Compares with what a checkpoint holds.</summary>
    /// <param name="tensors">The checkpoint's tensors.</param>
    /// <param name="path">The checkpoint, for the message.</param>
    /// <exception cref="CheckpointException">
    /// <see cref="CheckpointErrorKind.TensorMismatch"/>: the message lists every missing, unexpected and wrongly shaped
    /// tensor.
    /// </exception>
    public void Validate(IReadOnlyDictionary<string, HostTensor> tensors, string path)
    {
        var missing = expected
            .Where(pair => pair.Value.Required && !tensors.ContainsKey(pair.Key))
            .Select(pair => $"{pair.Key} {Describe(pair.Value.Shapes)}").ToList();
        var unexpected = tensors.Values
            .Where(tensor => !expected.ContainsKey(tensor.Name) && !IsIgnored(tensor.Name))
            .Select(tensor => $"{CheckpointException.Quote(tensor.Name)} {Shape.Describe(tensor.Shape)}").ToList();
        var misshapen = expected
            .Where(pair => tensors.TryGetValue(pair.Key, out var tensor)
                && !pair.Value.Shapes.Any(shape => tensor.Shape.AsSpan().SequenceEqual(shape)))
            .Select(pair => $"{pair.Key} is {Shape.Describe(tensors[pair.Key].Shape)}, expected {Describe(pair.Value.Shapes)}")
            .ToList();
        if (missing.Count + unexpected.Count + misshapen.Count == 0)
        {
            return;
        }

        var problem = new StringBuilder("the weights do not fit the configuration.");
        Append(problem, "missing", missing);
        Append(problem, "of another shape", misshapen);
        Append(problem, "unexpected", unexpected);
        throw new CheckpointException(CheckpointErrorKind.TensorMismatch, path, null, problem.ToString());
    }

    private static void Append(StringBuilder problem, string title, List<string> lines)
    {
        if (lines.Count > 0)
        {
            problem.Append($"\n{lines.Count} {title}:\n  ").Append(Listing.Of(lines, "\n  "));
        }
    }

    private static string Describe(int[][] shapes) => string.Join(" or ", shapes.Select(shape => Shape.Describe(shape)));

    private bool IsIgnored(string name) =>
        ignoredPrefixes.Exists(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
