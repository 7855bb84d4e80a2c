using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// Activations of a pass, float32, reused by the next: memory is taken only when a pass has more rows than any before.
/// </summary>
internal sealed class DecoderWorkspace(IComputeDevice device, ChameleonConfig config) : IDisposable
{
    /// <summary>Rows whose logits are computed at a time; keeps [rows, vocabulary] small for long prompts.</summary>
    public const int LogitRows = 64;

    private readonly List<Tensor> perRow = [];
    private float[] hostHidden = [];
    private Tensor? lastHidden;
    private Tensor? logits;

    public Tensor Hidden { get; private set; } = null!; // [rows, hidden]

    public Tensor Normed { get; private set; } = null!; // [rows, hidden]

    public Tensor Output { get; private set; } = null!; // [rows, hidden], of a sub-layer

    public Tensor Queries { get; private set; } = null!; // [rows, heads · headDim]

    public Tensor Attended { get; private set; } = null!; // [rows, heads · headDim]

    public Tensor Keys { get; private set; } = null!; // [rows, kvHeads · headDim]

    public Tensor Values { get; private set; } = null!; // [rows, kvHeads · headDim]

    public Tensor Gate { get; private set; } = null!; // [rows, intermediate]

    public Tensor Up { get; private set; } = null!; // [rows, intermediate]

    /// <summary>Sets the number of rows of all tensors.</summary>
    public void Resize(int rows)
    {
        if (perRow.Count == 0 || perRow[0].Capacity < rows)
        {
            Allocate(Math.Max(rows, perRow.Count == 0 ? 0 : perRow[0].Capacity * 2));
        }

        foreach (var tensor in perRow)
        {
            tensor.Rows = rows;
        }
    }

    /// <summary>Space [rows, hidden] on the host, of any content.</summary>
    public Span<float> HostHidden(int rows)
    {
        var count = rows * config.HiddenSize;
        if (hostHidden.Length < count)
        {
            hostHidden = new float[count];
        }

        return hostHidden.AsSpan(0, count);
    }

    /// <summary>Goes on with some rows only: their hidden states and attended values move to the front, the others are forgotten.</summary>
    public void Narrow(ReadOnlySpan<int> rows)
    {
        Normed.Rows = rows.Length;
        Queries.Rows = rows.Length;
        device.GatherRows(Hidden, rows, Normed);
        device.GatherRows(Attended, rows, Queries);
        (Hidden, Normed) = (Normed, Hidden);
        (Attended, Queries) = (Queries, Attended);
        foreach (var tensor in perRow)
        {
            tensor.Rows = rows.Length;
        }
    }

    /// <summary>Hidden states and logits of at most <see cref="LogitRows"/> rows: [rows, hidden], [rows, vocabulary].</summary>
    public (Tensor Hidden, Tensor Logits) Head(int rows)
    {
        if (logits is null || lastHidden is null || logits.Capacity < rows)
        {
            logits?.Dispose();
            lastHidden?.Dispose();
            var capacity = Math.Min(LogitRows, Math.Max(rows, 2 * (logits?.Capacity ?? 0)));
            lastHidden = device.Allocate(DType.F32, capacity, config.HiddenSize);
            logits = device.Allocate(DType.F32, capacity, config.VocabularySize);
        }

        lastHidden.Rows = rows;
        logits.Rows = rows;
        return (lastHidden, logits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        perRow.ForEach(tensor => tensor.Dispose());
        perRow.Clear();
        logits?.Dispose();
        lastHidden?.Dispose();
    }

    private void Allocate(int rows)
    {
        perRow.ForEach(tensor => tensor.Dispose());
        perRow.Clear();
        Tensor Make(int width)
        {
            var tensor = device.Allocate(DType.F32, rows, width);
            perRow.Add(tensor);
            return tensor;
        }

        Hidden = Make(config.HiddenSize);
        Normed = Make(config.HiddenSize);
        Output = Make(config.HiddenSize);
        Queries = Make(config.Heads * config.HeadDim);
        Attended = Make(config.Heads * config.HeadDim);
        Keys = Make(config.KvHeads * config.HeadDim);
        Values = Make(config.KvHeads * config.HeadDim);
        Gate = Make(config.IntermediateSize);
        Up = Make(config.IntermediateSize);
    }
}
