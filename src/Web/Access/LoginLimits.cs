using System.Collections.Concurrent;

namespace Chameleon.Web.Access;

/// <summary>How often somebody may try to log in: so many times from one address and as one user, then one at a time. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class LoginLimits(TimeProvider time)
{
    /// <summary>Tries before anybody has to wait.</summary>
    public const int Tries = 10;

    private const int MaxKnown = 10_000;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, DateTimeOffset> known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many addresses and names are remembered.</summary>
    public int Known => known.Count;

    /// <summary>Counts a try.</summary>
    /// <param name="address">Whence.</param>
    /// <param name="name">As whom.</param>
    /// <returns>How long to wait before the next one; zero: it may be made.</returns>
    public TimeSpan Take(string address, string name)
    {
        var now = time.GetUtcNow();
        if (known.Count > MaxKnown)
        {
            foreach (var (key, free) in known)
            {
                if (free <= now)
                {
                    known.TryRemove(new(key, free));
                }
            }
        }

        var (one, other) = (Wait($"from {address}", now), Wait($"as {name}", now));
        return one > other ? one : other;
    }

    /// <summary>Each try moves the time at which all of them are there again.</summary>
    private TimeSpan Wait(string key, DateTimeOffset now)
    {
        var wait = TimeSpan.Zero;
        known.AddOrUpdate(key, _ => now + Each, (_, free) =>
        {
            var next = (free > now ? free : now) + Each;
            wait = next - now - (Each * Tries);
            return wait > TimeSpan.Zero ? free : next;
        });
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
