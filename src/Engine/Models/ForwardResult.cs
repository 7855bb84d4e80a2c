namespace Chameleon.Engine.Models;

/// <summary>What <c>Forward</c> computed. Rows of padding are zero.</summary>
public sealed record ForwardResult
{
    /// <summary>[batch, length, vocabulary].</summary>
    public required ForwardTensor Logits { get; init; }

    /// <summary>
    /// [batch, length, hidden] each: the embedding, then the output of each layer, the last one after the final norm;
    /// null when not asked for.
    /// </summary>
    public IReadOnlyList<ForwardTensor>? HiddenStates { get; init; }

    /// <summary>[batch, heads, length, length] of each layer; null when not asked for.</summary>
    public IReadOnlyList<ForwardTensor>? Attentions { get; init; }

    /// <summary>Mean cross-entropy of the labels; null without labels.</summary>
    public float? Loss { get; init; }
}

/// <summary>Values in row-major order.</summary>
/// <param name="Values">The numbers.</param>
/// <param name="Shape">Dimensions, outermost first.</param>
public sealed record ForwardTensor(float[] Values, int[] Shape)
{
    /// <summary>A zeroed tensor.</summary>
    /// <exception cref="ArgumentException">More elements than an array can have.</exception>
    internal static ForwardTensor Zeros(params int[] shape)
    {
        var count = Tensors.Shape.Count(shape);
        return count <= Array.MaxLength
            ? new ForwardTensor(new float[count], shape)
            : throw new ArgumentException($"A result of shape {Tensors.Shape.Describe(shape)} has {count:N0} elements; the limit is {Array.MaxLength:N0}.");
    }
}
