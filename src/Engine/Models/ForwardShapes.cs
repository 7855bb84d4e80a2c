namespace Chameleon.Engine.Models;

/// <summary>Refuses requests whose parts do not fit each other.</summary>
internal static class ForwardShapes
{
    /// <summary>Batch size and length of a request.</summary>
    /// <exception cref="ArgumentException">Neither or both of ids and embeddings, an empty batch, or shapes that differ.</exception>
    public static (int Batch, int Length) Check(ForwardRequest request, int hiddenSize)
    {
        var (batch, length) = request switch
        {
            { Ids: { } ids, Embeddings: null } => (ids.GetLength(0), ids.GetLength(1)),
            { Ids: null, Embeddings: { } embeddings } when embeddings.GetLength(2) == hiddenSize => (embeddings.GetLength(0), embeddings.GetLength(1)),
            { Ids: null, Embeddings: { } embeddings } =>
                throw new ArgumentException($"Embeddings have {embeddings.GetLength(2)} values each; this model's have {hiddenSize}."),
            _ => throw new ArgumentException("A forward request needs either ids or embeddings."),
        };
        if (batch == 0 || length == 0)
        {
            throw new ArgumentException($"A forward request of shape [{batch}, {length}] has no tokens.");
        }

        if (request is { Ids: null, Pictures: not null })
        {
            throw new ArgumentException("Pictures fill placeholders among ids; a request with embeddings has none.");
        }

        CheckSame(request.AttentionMask, nameof(request.AttentionMask), batch, length);
        CheckSame(request.Labels, nameof(request.Labels), batch, length);
        return (batch, length);
    }

    private static void CheckSame(int[,]? values, string name, int batch, int length)
    {
        if (values is not null && (values.GetLength(0) != batch || values.GetLength(1) != length))
        {
            throw new ArgumentException($"{name} is [{values.GetLength(0)}, {values.GetLength(1)}], the batch is [{batch}, {length}].");
        }
    }
}
