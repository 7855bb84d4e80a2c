namespace Chameleon.Engine.Tokenization;

/// <summary>
/// The places of a word where two symbols can be merged: lowest rank first, then leftmost. A heap of the ranks that
/// occur, each with its list of places. Places arrive almost in order and ranks are few, so this is far cheaper on long
/// words than a heap of places. Reusable, not thread-safe.
/// </summary>
internal sealed class MergeQueue
{
    private readonly PriorityQueue<Bucket, int> ranks = new();
    private readonly Dictionary<int, Bucket> buckets = [];
    private readonly Stack<Bucket> spare = [];

    /// <summary>Adds a place.</summary>
    public void Enqueue(int rank, int place)
    {
        if (!buckets.TryGetValue(rank, out var bucket))
        {
            bucket = spare.TryPop(out var used) ? used : new Bucket();
            buckets.Add(rank, bucket);
            ranks.Enqueue(bucket, rank);
        }

        bucket.Add(place);
    }

    /// <summary>Takes the leftmost place of the lowest rank.</summary>
    public bool TryDequeue(out int rank, out int place)
    {
        if (!ranks.TryPeek(out var bucket, out rank))
        {
            place = 0;
            return false;
        }

        place = bucket.Take();
        if (bucket.IsEmpty)
        {
            ranks.Dequeue();
            buckets.Remove(rank);
            spare.Push(bucket);
        }

        return true;
    }

    private sealed class Bucket
    {
        private readonly List<int> places = [];
        private int taken;
        private bool isSorted = true;

        public bool IsEmpty => taken == 0 && places.Count == 0;

        public void Add(int place)
        {
            isSorted &= places.Count == 0 || place >= places[^1];
            places.Add(place);
        }

        public int Take()
        {
            if (!isSorted)
            {
                places.Sort(taken, places.Count - taken, null);
                isSorted = true;
            }

            var place = places[taken++];
            if (taken == places.Count)
            {
                places.Clear();
                taken = 0;
            }

            return place;
        }
    }
}
