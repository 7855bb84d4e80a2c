using Chameleon.Web.Data;

namespace Chameleon.Web.Studio;

/// <summary>Pictures that the studio shows and nobody keeps, for as long as there are not many later ones. Thread-safe.</summary>
internal sealed class StudioPictures
{
    private const int Most = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, (UserId User, byte[] Png)> pictures = [];
    private readonly Queue<Guid> order = [];

    /// <summary>Takes a picture.</summary>
    /// <returns>Its address; only its user gets it there.</returns>
    public string Add(UserId user, byte[] png)
    {
        var id = Guid.NewGuid();
        lock (gate)
        {
            pictures[id] = (user, png);
            order.Enqueue(id);
            if (order.Count > Most)
            {
                pictures.Remove(order.Dequeue());
            }
        }

        return $"/studio/pictures/{id:N}";
    }

    /// <summary>A user's picture; null when it is another's, or gone.</summary>
    public byte[]? Find(UserId user, Guid id)
    {
        lock (gate)
        {
            return pictures.TryGetValue(id, out var found) && found.User == user ? found.Png : null;
        }
    }
}
