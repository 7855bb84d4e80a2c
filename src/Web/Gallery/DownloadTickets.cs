using System.Security.Cryptography;
using Chameleon.Web.Data;

namespace Chameleon.Web.Gallery;

/// <summary>
/// Stands between the page, which knows what was chosen, and the request that fetches it: thousands of names fit neither
/// an address nor the circuit. A ticket cannot be guessed, is good for its user alone and not for long; of too many the
/// oldest go. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class DownloadTickets(TimeProvider time)
{
    private const int Most = 32;
    private const int Bytes = 16;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly Lock gate = new();
    private readonly Queue<Ticket> tickets = [];

    /// <summary>Where the chosen pictures can be fetched.</summary>
    public string Issue(UserId user, IReadOnlyCollection<PictureHash> pictures)
    {
        var ticket = new Ticket(RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true), user, pictures, time.GetUtcNow() + Life);
        lock (gate)
        {
            tickets.Enqueue(ticket);
            if (tickets.Count > Most)
            {
                tickets.Dequeue();
            }
        }

        return ticket.Name;
    }

    /// <summary>What a ticket stands for; null when it is none of the user's, or too old.</summary>
    public IReadOnlyCollection<PictureHash>? Find(UserId user, string name)
    {
        lock (gate)
        {
            while (tickets.TryPeek(out var oldest) && oldest.Ends <= time.GetUtcNow())
            {
                tickets.Dequeue();
            }

            return tickets.FirstOrDefault(ticket => ticket.Name == name && ticket.User == user)?.Pictures;
        }
    }

    private sealed record Ticket(string Name, UserId User, IReadOnlyCollection<PictureHash> Pictures, DateTimeOffset Ends);
}
