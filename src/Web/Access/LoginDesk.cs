using Chameleon.Web.Data;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Access;

/// <summary>Checks who somebody is, and makes users. Answers in sentences. Thread-safe.</summary>
/// <param name="users">Who there is.</param>
/// <param name="keys">Their keys.</param>
/// <param name="token">Makes the owner.</param>
/// <param name="limits">How often anybody may try.</param>
internal sealed class LoginDesk(UserStore users, ApiKeyStore keys, OwnerToken token, LoginLimits limits)
{
    /// <summary>Whether the program has an owner by now.</summary>
    public async Task<bool> HasOwnerAsync(CancellationToken cancellationToken) => (await users.FindAsync(UserId.Local, cancellationToken))?.PasswordHash is not null;

    /// <summary>Logs somebody in.</summary>
    /// <returns>Who; or why not.</returns>
    public async Task<(UserAccount? Account, string? Problem)> LogInAsync(string name, string password, string address, CancellationToken cancellationToken)
    {
        if (limits.Take(address, name) is var wait && wait > TimeSpan.Zero)
        {
            return (null, string.Format(null, Words.AccessTooOften, Math.Ceiling(wait.TotalSeconds)));
        }

        var account = name.Length <= DataLimits.Title ? await users.FindByNameAsync(name, cancellationToken) : null;
        var fits = password.Length <= PasswordHash.MaxLength && await PasswordHash.FitsAsync(password, account?.PasswordHash);
        return fits ? (account, null) : (null, Words.AccessWrong);
    }

    /// <summary>Makes whoever started the program its owner.</summary>
    /// <returns>The owner; or why not.</returns>
    public async Task<(UserAccount? Account, string? Problem)> ClaimAsync(string? given, string name, string password, string address, CancellationToken cancellationToken)
    {
        if (limits.Take(address, "the first") > TimeSpan.Zero || !token.Fits(given))
        {
            return (null, Words.AccessWrongToken);
        }

        if (Problem(name, password) is { } problem)
        {
            return (null, problem);
        }

        var owner = await users.ClaimOwnerAsync(name, await PasswordHash.MakeAsync(password), cancellationToken);
        return owner is null ? (null, Words.AccessHasOwner) : (owner, null);
    }

    /// <summary>Adds a user.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> AddAsync(string name, string password, CancellationToken cancellationToken) =>
        Problem(name, password)
        ?? (await users.CreateAsync(name, await PasswordHash.MakeAsync(password), cancellationToken) is null ? string.Format(null, Words.AccessNameTaken, name) : null);

    /// <summary>Gives a user another password; all their logins end.</summary>
    /// <returns>Why not; null when it is done.</returns>
    /// <exception cref="KeyNotFoundException">No such user.</exception>
    public async Task<string?> SetPasswordAsync(UserId user, string password, CancellationToken cancellationToken)
    {
        if (Problem("anybody", password) is { } problem)
        {
            return problem;
        }

        await users.SetPasswordHashAsync(user, await PasswordHash.MakeAsync(password), cancellationToken);
        return null;
    }

    /// <summary>Changes one's own password.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> ChangePasswordAsync(UserId user, string current, string next, string address, CancellationToken cancellationToken)
    {
        var account = await users.FindAsync(user, cancellationToken);
        var (known, problem) = await LogInAsync(account!.Name, current, address, cancellationToken);
        return known is null ? problem : await SetPasswordAsync(user, next, cancellationToken);
    }

    /// <summary>Keeps a user out: their logins and keys end; what is theirs stays, and a new password lets them in again.</summary>
    /// <exception cref="KeyNotFoundException">No such user.</exception>
    public async Task ShutOutAsync(UserId user, CancellationToken cancellationToken)
    {
        await users.DisableAsync(user, cancellationToken);
        foreach (var key in await keys.ListAsync(user, cancellationToken))
        {
            await keys.DeleteAsync(user, key.Id, cancellationToken);
        }
    }

    private static string? Problem(string name, string password) =>
        string.IsNullOrWhiteSpace(name) || name.Length > DataLimits.Title ? string.Format(null, Words.AccessNameLength, DataLimits.Title)
        : password.Length is < PasswordHash.MinLength or > PasswordHash.MaxLength
            ? string.Format(null, Words.AccessPasswordLength, PasswordHash.MinLength, PasswordHash.MaxLength)
            : null;
}
