using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Chameleon.Web.Data;

namespace Chameleon.Web.Access;

/// <summary>
/// Knows which logins still hold: until they are ended here, and as long as the user's password is the one with which they
/// began. Thread-safe.
/// </summary>
/// <param name="users">Knows the passwords.</param>
/// <param name="time">The clock.</param>
internal sealed class Sessions(UserStore users, TimeProvider time)
{
    /// <summary>How long a login lasts that is not used.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromDays(14);

    private const string SessionClaim = "session";
    private const string PasswordClaim = "password";
    private const int IdBytes = 16;
    private readonly ConcurrentDictionary<string, DateTimeOffset> ended = [];

    /// <summary>Begins a login.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="scheme">How it is known that it is they.</param>
    public static ClaimsPrincipal Begin(UserAccount account, string scheme) => WebUser.Of(
        account,
        scheme,
        new Claim(SessionClaim, Convert.ToHexString(RandomNumberGenerator.GetBytes(IdBytes))),
        new Claim(PasswordClaim, Mark(account)));

    /// <summary>Ends a login everywhere.</summary>
    public void End(ClaimsPrincipal user)
    {
        var now = time.GetUtcNow();
        foreach (var (id, since) in ended)
        {
            if (now - since > Lasting)
            {
                ended.TryRemove(id, out _);
            }
        }

        if (user.FindFirstValue(SessionClaim) is { } session)
        {
            ended[session] = now;
        }
    }

    /// <summary>Whether a login holds.</summary>
    public async Task<bool> HoldsAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        user.FindId() is { } id
        && user.FindFirstValue(SessionClaim) is { } session
        && !ended.ContainsKey(session)
        && await users.FindAsync(id, cancellationToken) is { PasswordHash: not null } account
        && Mark(account) == user.FindFirstValue(PasswordClaim);

    /// <summary>Changes with the password and tells nothing of it.</summary>
    private static string Mark(UserAccount account) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"login {account.PasswordHash}")))[..32];
}
