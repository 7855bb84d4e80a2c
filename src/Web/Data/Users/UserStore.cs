using Chameleon.Web.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// Users. There is always <see cref="UserId.Local"/>, to whom everything belongs while there is no login and who becomes
/// the owner when there is. Names are told apart without regard to ASCII case. Every method may throw
/// <see cref="DataStoreException"/>. Thread-safe.
/// </summary>
public sealed class UserStore
{
    private const string Columns = "id, name, password_hash, is_owner, created";

    private readonly Database database;
    private readonly TimeProvider time;

    internal UserStore(Database database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
    }

    /// <summary>A user, or null.</summary>
    public Task<UserAccount?> FindAsync(UserId user, CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => session.First($"SELECT {Columns} FROM users WHERE id = $1", Map, user.Value), cancellationToken);

    /// <summary>The user of a name, or null.</summary>
    public Task<UserAccount?> FindByNameAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return database.ReadAsync(session => session.First($"SELECT {Columns} FROM users WHERE name = $1", Map, name), cancellationToken);
    }

    /// <summary>All users, the owner first.</summary>
    public Task<IReadOnlyList<UserAccount>> ListAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<UserAccount>>(session => session.Query($"SELECT {Columns} FROM users ORDER BY id", Map), cancellationToken);

    /// <summary>
    /// Makes the local user the owner who logs in; their conversations and pictures stay theirs. Of several who try at
    /// once one succeeds.
    /// </summary>
    /// <param name="name">1 to <see cref="DataLimits.Title"/> characters.</param>
    /// <param name="passwordHash">What the login made of the password.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    /// <returns>The owner; null when there is one already, or the name is taken.</returns>
    public Task<UserAccount?> ClaimOwnerAsync(string name, string passwordHash, CancellationToken cancellationToken = default)
    {
        name = DataLimits.CheckTitle(name, nameof(name));
        ArgumentException.ThrowIfNullOrEmpty(passwordHash);
        return database.WriteAsync(
            session => session.First(
                $"UPDATE OR IGNORE users SET name = $1, password_hash = $2 WHERE id = $3 AND password_hash IS NULL RETURNING {Columns}",
                Map,
                name,
                passwordHash,
                UserId.Local.Value),
            cancellationToken);
    }

    /// <summary>Adds a user.</summary>
    /// <param name="name">1 to <see cref="DataLimits.Title"/> characters.</param>
    /// <param name="passwordHash">What the login made of the password.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    /// <returns>The user; null when the name is taken.</returns>
    public async Task<UserAccount?> CreateAsync(string name, string passwordHash, CancellationToken cancellationToken = default)
    {
        name = DataLimits.CheckTitle(name, nameof(name));
        ArgumentException.ThrowIfNullOrEmpty(passwordHash);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return await database.WriteAsync(
            session => session.First(
                $"INSERT INTO users (name, password_hash, is_owner, created) VALUES ($1, $2, 0, $3) ON CONFLICT DO NOTHING RETURNING {Columns}",
                Map,
                name,
                passwordHash,
                now),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces what the login made of a password.</summary>
    /// <exception cref="KeyNotFoundException">No such user.</exception>
    public Task SetPasswordHashAsync(UserId user, string passwordHash, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(passwordHash);
        return UpdateAsync("UPDATE users SET password_hash = $1 WHERE id = $2", user, passwordHash, cancellationToken);
    }

    /// <summary>From now on the user cannot log in, until a password is set again; what is theirs stays.</summary>
    /// <exception cref="KeyNotFoundException">No such user, or it is the owner.</exception>
    public Task DisableAsync(UserId user, CancellationToken cancellationToken = default) => database.WriteAsync(
        session => session.Execute("UPDATE users SET password_hash = NULL WHERE id = $1 AND is_owner = 0", user.Value) == 1 ? true : throw NoUser(user),
        cancellationToken);

    /// <summary>What the user prefers, as one JSON object.</summary>
    /// <exception cref="KeyNotFoundException">No such user.</exception>
    public Task<string> GetPreferencesAsync(UserId user, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            session => session.First("SELECT preferences FROM users WHERE id = $1", static row => row.GetString(0), user.Value) ?? throw NoUser(user),
            cancellationToken);

    /// <summary>Replaces what the user prefers.</summary>
    /// <exception cref="KeyNotFoundException">No such user.</exception>
    /// <exception cref="ArgumentException">Not one JSON object, or too long.</exception>
    public Task SetPreferencesAsync(UserId user, string json, CancellationToken cancellationToken = default)
    {
        json = DataLimits.CheckSettings(json, nameof(json));
        return UpdateAsync("UPDATE users SET preferences = $1 WHERE id = $2", user, json, cancellationToken);
    }

    private static UserAccount Map(SqliteDataReader row) => new(
        new UserId(row.GetInt64(0)),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetBoolean(3),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));

    private static KeyNotFoundException NoUser(UserId user) => new($"There is no user {user}.");

    private Task<bool> UpdateAsync(string sql, UserId user, string value, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Execute(sql, value, user.Value) == 1 ? true : throw NoUser(user),
            cancellationToken);
}
