using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// Feature maps [height, width, channels] that come and go within a pass and are used again by the next one. A pass
/// that was cancelled leaves its maps behind; <see cref="Begin"/> collects them. Not thread-safe.
/// </summary>
internal sealed class VqBuffers(IComputeDevice device) : IDisposable
{
    private readonly Dictionary<(int Height, int Width, int Channels), Stack<Tensor>> free = [];
    private readonly List<Tensor> all = [];

    /// <summary>Where the maps are.</summary>
    public IComputeDevice Device => device;

    /// <summary>Starts a pass: no map is in use.</summary>
    public void Begin()
    {
        foreach (var stack in free.Values)
        {
            stack.Clear();
        }

        all.ForEach(Return);
    }

    /// <summary>A map with any content.</summary>
    public Tensor Rent(int height, int width, int channels)
    {
        if (free.TryGetValue((height, width, channels), out var stack) && stack.TryPop(out var tensor))
        {
            return tensor;
        }

        tensor = device.Allocate(DType.F32, height, width, channels);
        all.Add(tensor);
        return tensor;
    }

    /// <summary>A map of the height and width of another.</summary>
    public Tensor RentLike(Tensor other, int channels) => Rent(other.Shape[0], other.Shape[1], channels);

    /// <summary>Takes a map back.</summary>
    public void Return(Tensor tensor)
    {
        var key = (tensor.Shape[0], tensor.Shape[1], tensor.Shape[2]);
        if (!free.TryGetValue(key, out var stack))
        {
            free.Add(key, stack = new Stack<Tensor>());
        }

        stack.Push(tensor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        all.ForEach(tensor => tensor.Dispose());
        all.Clear();
        free.Clear();
    }
}
