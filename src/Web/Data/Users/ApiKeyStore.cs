using System.Security.Cryptography;
using System.Text;
using Chameleon.Web.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// Keys with which programs come in for a user. Of a key only its hash is kept: it is long and random, so that the hash
/// need not be slow. Every method may throw <see cref="DataStoreException"/>. Thread-safe.
/// </summary>
public sealed class ApiKeyStore
{
    /// <summary>Keys of one user.</summary>
    public const int MaxKeys = 100;

    private const string Prefix = "sk-chameleon-";
    private const int SecretBytes = 32;
    private const int ShownLength = 4;
    private const string Columns = "id, user_id, name, ending, created";

    private readonly Database database;
    private readonly TimeProvider time;

    internal ApiKeyStore(Database database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
    }

    /// <summary>What is kept of a key.</summary>
    public static byte[] Hash(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return SHA256.HashData(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>The keys of a user, oldest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(UserId user, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<ApiKey>>(
            session => session.Query($"SELECT {Columns} FROM api_keys WHERE user_id = $1 ORDER BY id", Map, user.Value), cancellationToken);

    /// <summary>The key with a hash, or null.</summary>
    /// <param name="hash">What <see cref="Hash"/> made of it.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    public Task<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return database.ReadAsync(session => session.First($"SELECT {Columns} FROM api_keys WHERE hash = $1", Map, Convert.ToHexString(hash)), cancellationToken);
    }

    /// <summary>Makes a key.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="name">1 to <see cref="DataLimits.Title"/> characters.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    /// <returns>The key, which nobody can find out again, and what is known of it; null when the user has <see cref="MaxKeys"/>.</returns>
    /// <exception cref="KeyNotFoundException">No such user.</exception>
    public async Task<(string Key, ApiKey Known)?> CreateAsync(UserId user, string name, CancellationToken cancellationToken = default)
    {
        name = DataLimits.CheckTitle(name, nameof(name));
        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var known = await database.WriteAsync(
            session =>
            {
                if (session.Number("SELECT id FROM users WHERE id = $1", user.Value) is null)
                {
                    throw new KeyNotFoundException($"There is no user {user}.");
                }

                return session.First(
                    $"""
                    INSERT INTO api_keys (user_id, name, ending, hash, created)
                    SELECT $1, $2, $3, $4, $5 WHERE (SELECT count(*) FROM api_keys WHERE user_id = $1) < {MaxKeys}
                    RETURNING {Columns}
                    """,
                    Map,
                    user.Value,
                    name,
                    key[^ShownLength..],
                    Convert.ToHexString(Hash(key)),
                    now);
            },
            cancellationToken).ConfigureAwait(false);
        return known is null ? null : (key, known);
    }

    /// <summary>Ends a key.</summary>
    /// <exception cref="KeyNotFoundException">The user has no such key.</exception>
    public Task DeleteAsync(UserId user, long id, CancellationToken cancellationToken = default) => database.WriteAsync(
        session => session.Execute("DELETE FROM api_keys WHERE id = $1 AND user_id = $2", id, user.Value) == 1 ? true : throw new KeyNotFoundException($"There is no key {id}."),
        cancellationToken);

    private static ApiKey Map(SqliteDataReader row) => new(
        row.GetInt64(0), new UserId(row.GetInt64(1)), row.GetString(2), row.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));
}
