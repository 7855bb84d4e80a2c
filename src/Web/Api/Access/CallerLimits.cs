using System.Collections.Concurrent;
using Chameleon.Web.Hosting;

namespace Chameleon.Web.Api;

/// <summary>
/// How much each caller may ask for: so many requests a minute, which gather while they are not used, and so many at once;
/// and how many requests there may be in all. What is too much is refused at once. Thread-safe.
/// </summary>
/// <param name="options">What whoever started the program said.</param>
/// <param name="time">The clock.</param>
internal sealed class CallerLimits(WebOptions options, TimeProvider time)
{
    /// <summary>Requests in all that are read or answered at one time.</summary>
    public const int MaxAtOnce = 128;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Account> accounts = [];
    private int running;

    /// <summary>Requests that are being read or answered.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>Counts a request.</summary>
    /// <param name="caller">Whose.</param>
    /// <returns>What was decided.</returns>
    public Decision Enter(ApiCaller caller)
    {
        var account = accounts.GetOrAdd(caller.Id, _ => new Account(options.ApiRate, time.GetUtcNow()));
        int? limit = caller.IsCounted && options.ApiRate > 0 ? options.ApiRate : null;
        lock (account)
        {
            if (limit is { } rate)
            {
                var now = time.GetUtcNow();
                account.Left = Math.Min(rate, account.Left + (Math.Max(0, (now - account.At).TotalMinutes) * rate));
                account.At = now;
                if (account.Left < 1)
                {
                    var wait = TimeSpan.FromMinutes((1 - account.Left) / rate);
                    return new Decision(this, account, rate, 0, wait, ApiThrow.TooMany(rate, wait));
                }
            }

            if (account.Running >= options.ApiAtOnce)
            {
                return new Decision(this, account, limit, (int)account.Left, Reset(account, limit), ApiThrow.TooManyAtOnce(options.ApiAtOnce, Soon));
            }

            if (Interlocked.Increment(ref running) > MaxAtOnce)
            {
                Interlocked.Decrement(ref running);
                return new Decision(this, account, limit, (int)account.Left, Reset(account, limit), ApiThrow.Overloaded(MaxAtOnce, Soon));
            }

            account.Running++;
            account.Left -= limit is null ? 0 : 1;
            return new Decision(this, account, limit, (int)account.Left, Reset(account, limit), refusal: null);
        }
    }

    private static TimeSpan Reset(Account account, int? limit) => limit is { } rate ? TimeSpan.FromMinutes((rate - account.Left) / rate) : TimeSpan.Zero;

    /// <summary>What is known of a caller; locked while it is read or changed.</summary>
    internal sealed class Account(double left, DateTimeOffset at)
    {
        public double Left { get; set; } = left;

        public DateTimeOffset At { get; set; } = at;

        public int Running { get; set; }
    }

    /// <summary>Whether a request may go on, and what its caller is told about the limits.</summary>
    internal sealed class Decision(CallerLimits limits, Account account, int? limit, int remaining, TimeSpan reset, ApiException? refusal) : IDisposable
    {
        /// <summary>Requests a minute; null: they are not counted.</summary>
        public int? Limit => limit;

        /// <summary>How many are left.</summary>
        public int Remaining => remaining;

        /// <summary>When all of them will be there again.</summary>
        public TimeSpan Reset => reset;

        /// <summary>Goes on; whoever disposes it is done.</summary>
        /// <exception cref="ApiException">It may not.</exception>
        public IDisposable Admit() => refusal is null ? this : throw refusal;

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (account)
            {
                account.Running--;
            }

            Interlocked.Decrement(ref limits.running);
        }
    }
}
